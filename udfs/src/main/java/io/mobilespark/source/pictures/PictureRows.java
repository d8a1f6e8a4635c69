// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** The rows of a task: those that pass the filters, with the columns that are wanted. */
final class PictureRows implements PartitionReader<InternalRow> {
  private static final int CONTENT = PictureColumns.SCHEMA.fieldIndex(PictureColumns.CONTENT);
  private static final int ERROR = PictureColumns.SCHEMA.fieldIndex(PictureColumns.ERROR);

  private final PictureCursor pictures;
  private final Predicate<InternalRow> filter;
  private final int[] places;
  private final DataType[] types;
  private final ReadCounts counts;
  private long left;
  private InternalRow row = new GenericInternalRow(0);

  PictureRows(PictureCursor pictures, Wanted wanted, ReadCounts counts) {
    this.pictures = pictures;
    this.filter = wanted.filters().isEmpty() ? all -> true : wanted.filters().predicate();
    this.places = wanted.names().stream().mapToInt(PictureColumns.SCHEMA::fieldIndex).toArray();
    this.types =
        wanted.names().stream()
            .map(name -> PictureColumns.SCHEMA.apply(name).dataType())
            .toArray(DataType[]::new);
    this.counts = counts;
    this.left = wanted.limit();
  }

  @Override
  public boolean next() throws IOException {
    while (left > 0) {
      long start = System.nanoTime();
      Optional<InternalRow> next = pictures.next();
      counts.waited(System.nanoTime() - start);
      if (next.isEmpty()) {
        return false;
      }
      InternalRow picture = next.get();
      if (filter.test(picture)) {
        counts.picture(
            picture.isNullAt(CONTENT) ? 0 : picture.getBinary(CONTENT).length,
            !picture.isNullAt(ERROR));
        row = projected(picture);
        left--;
        return true;
      }
    }
    return false;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return PictureMetric.of(counts);
  }

  @Override
  public void close() {
    pictures.close();
  }

  private InternalRow projected(InternalRow picture) {
    @Nullable Object[] values = new @Nullable Object[places.length];
    for (int i = 0; i < places.length; i++) {
      values[i] = picture.isNullAt(places[i]) ? null : picture.get(places[i], types[i]);
    }
    return new GenericInternalRow(values);
  }
}
