// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Rows of features with their classes in a file on the driver's disk: records of one size, so that
 * an epoch can read any block of rows with one request. It is written once, read once an epoch and
 * gone when closed. Used by one thread.
 */
final class FeatureFile implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;

  private final FileChannel channel;
  private final int width;
  private final int recordBytes;
  private final ByteBuffer buffer;
  private int rows;

  /**
   * A new, empty file, which has no name where the system allows that.
   *
   * @param path where nothing is yet
   * @param width features in a row
   */
  FeatureFile(Path path, int width) throws IOException {
    this.width = width;
    this.recordBytes = Integer.BYTES + Math.multiplyExact(width, Float.BYTES);
    this.channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    this.buffer =
        ByteBuffer.allocateDirect(Math.max(1, MOST_BYTES / recordBytes) * recordBytes)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Features in a row. */
  int width() {
    return width;
  }

  /** Rows so far. */
  int rows() {
    return rows;
  }

  /** Adds a row; {@link #flush} writes out what is still held back. */
  void add(int classIndex, float[] features) throws IOException {
    if (features.length != width) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "A row has %d features, found %d", width, features.length));
    }
    if (buffer.remaining() < recordBytes) {
      flush();
    }
    buffer.putInt(classIndex);
    buffer.asFloatBuffer().put(features);
    buffer.position(buffer.position() + width * Float.BYTES);
    rows = Math.addExact(rows, 1);
  }

  /** Ends writing. */
  void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /**
   * Reads rows that lie side by side.
   *
   * @param features takes them row by row from place {@code at} on
   * @param classes likewise
   */
  void read(int first, int count, float[] features, int[] classes, int at) throws IOException {
    int most = buffer.capacity() / recordBytes;
    for (int done = 0; done < count; ) {
      int part = Math.min(most, count - done);
      buffer.clear().limit(part * recordBytes);
      long position = (long) (first + done) * recordBytes;
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new IOException("The file of features ends before row " + (first + count));
        }
      }
      for (int i = 0; i < part; i++) {
        int row = at + done + i;
        classes[row] = buffer.getInt(i * recordBytes);
        buffer.position(i * recordBytes + Integer.BYTES);
        buffer.asFloatBuffer().get(features, row * width, width);
      }
      done += part;
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
