// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.arrow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;

/**
 * A view of the rows a {@link RecordBatcher} holds, in the order they were added. Valid until the
 * batcher is cleared or closed.
 */
public final class RecordBatch {
  private final int rows;
  private final long bytes;
  private final VarCharVector path;
  private final VarBinaryVector content;
  private final List<VarCharVector> errors;
  private final VarCharVector label;

  RecordBatch(
      int rows,
      long bytes,
      VarCharVector path,
      VarBinaryVector content,
      List<VarCharVector> errors,
      VarCharVector label) {
    this.rows = rows;
    this.bytes = bytes;
    this.path = path;
    this.content = content;
    this.errors = errors;
    this.label = label;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** Bytes of the encoded pictures. */
  public long bytes() {
    return bytes;
  }

  /** The picture at a row, its content copied to the heap; rows count from 0. */
  public FetchedPicture picture(int row) {
    String key = text(path, row);
    return content.isNull(row)
        ? new FetchedPicture.Unfetched(
            key, text(errors.get(0), row), text(errors.get(1), row), label(row))
        : new FetchedPicture.Encoded(key, content.get(row), label(row));
  }

  /** The key of every row, in order. */
  public List<String> paths() {
    return IntStream.range(0, rows).mapToObj(row -> text(path, row)).toList();
  }

  /** The label of every row, in order. */
  public List<Optional<String>> labels() {
    return IntStream.range(0, rows).mapToObj(this::label).toList();
  }

  private Optional<String> label(int row) {
    return label.isNull(row) ? Optional.empty() : Optional.of(text(label, row));
  }

  private static String text(VarCharVector vector, int row) {
    return new String(vector.get(row), StandardCharsets.UTF_8);
  }
}
