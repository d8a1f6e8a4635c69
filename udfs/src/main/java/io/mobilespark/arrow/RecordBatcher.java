// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.arrow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Gathers encoded pictures into one Arrow record batch after another, in the same off-heap memory:
 * add until full, read {@link #batch()}, clear. Owned by one task and used by one thread. Columns:
 * {@code path} (utf8), {@code content} (binary, null where the picture could not be read), {@code
 * error} and {@code error_detail} (utf8, null where it could), {@code label} (utf8, null where the
 * source has none).
 */
public final class RecordBatcher implements AutoCloseable {
  // A path and a detail are text of a few hundred bytes; vectors grow by doubling.
  private static final long TEXT_BYTES_PER_ROW = 16 << 10;

  private final BatchLimits limits;
  private final BufferAllocator allocator;
  private final VarCharVector path;
  private final VarBinaryVector content;
  private final VarCharVector error;
  private final VarCharVector errorDetail;
  private final VarCharVector label;
  private final VectorSchemaRoot root;
  private int rows;
  private long bytes;

  /**
   * Takes memory for batches.
   *
   * @param task names the allocator in messages
   * @param maxPictureBytes the largest single picture that will be added
   */
  public RecordBatcher(String task, BatchLimits limits, long maxPictureBytes) {
    this.limits = limits;
    this.allocator = ArrowMemory.newTaskAllocator(task, maxBytes(limits, maxPictureBytes));
    this.path = new VarCharVector("path", allocator);
    this.content = new VarBinaryVector("content", allocator);
    this.error = new VarCharVector("error", allocator);
    this.errorDetail = new VarCharVector("error_detail", allocator);
    this.label = new VarCharVector("label", allocator);
    this.root = VectorSchemaRoot.of(path, content, error, errorDetail, label);
    allocate();
  }

  /** More than this a batcher never holds. */
  public static long maxBytes(BatchLimits limits, long maxPictureBytes) {
    long largest = Math.max(limits.maxBytes(), maxPictureBytes);
    return 3 * powerOfTwo(largest) + limits.maxRows() * TEXT_BYTES_PER_ROW + (1 << 20);
  }

  /**
   * Adds a picture as the next row, unless the batch is full.
   *
   * @return false when it does not fit: read the batch, clear it and add it again
   */
  public boolean add(FetchedPicture picture) {
    int length = picture instanceof FetchedPicture.Encoded encoded ? encoded.content().length : 0;
    if (rows == limits.maxRows() || (rows > 0 && bytes + length > limits.maxBytes())) {
      return false;
    }
    path.setSafe(rows, utf8(picture.path()));
    if (picture.label().isPresent()) {
      label.setSafe(rows, utf8(picture.label().get()));
    } else {
      label.setNull(rows);
    }
    if (picture instanceof FetchedPicture.Unfetched unfetched) {
      content.setNull(rows);
      error.setSafe(rows, utf8(unfetched.reason()));
      errorDetail.setSafe(rows, utf8(unfetched.detail()));
    } else if (picture instanceof FetchedPicture.Encoded encoded) {
      content.setSafe(rows, encoded.content());
      error.setNull(rows);
      errorDetail.setNull(rows);
    }
    rows++;
    bytes += length;
    root.setRowCount(rows);
    return true;
  }

  /** Whether nothing was added since the last clear. */
  public boolean isEmpty() {
    return rows == 0;
  }

  /** What was added since the last clear; valid until the next one. */
  public RecordBatch batch() {
    return new RecordBatch(rows, bytes, path, content, List.of(error, errorDetail), label);
  }

  /** Forgets the rows and keeps the memory, giving back what an oversized picture took. */
  public void clear() {
    rows = 0;
    bytes = 0;
    if (content.getDataBuffer().capacity() > 2 * powerOfTwo(limits.maxBytes())) {
      root.clear();
      allocate();
    } else {
      // Not reset(), which writes zeros over all the memory, 16 MiB that push weights and pictures
      // out of the caches. Every row sets or clears each column's validity.
      root.setRowCount(0);
    }
  }

  /** Bytes of all record batches in this JVM; zero when no task runs. */
  public static long allocatedBytes() {
    return ArrowMemory.allocatedBytes();
  }

  @Override
  public void close() {
    root.close();
    allocator.close();
  }

  private void allocate() {
    path.allocateNew(limits.maxRows() * 256L, limits.maxRows());
    content.allocateNew(limits.maxBytes(), limits.maxRows());
    error.allocateNew(limits.maxRows() * 16L, limits.maxRows());
    errorDetail.allocateNew(limits.maxRows() * 64L, limits.maxRows());
    label.allocateNew(limits.maxRows() * 32L, limits.maxRows());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long powerOfTwo(long bytes) {
    long highest = Long.highestOneBit(bytes);
    return highest == bytes ? bytes : highest << 1;
  }
}
