// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import io.mobilespark.spark.RowMapping;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Rows of a Dataset, which are nobody else's. */
interface RowJoin extends RowMapping<Row, Row>, Serializable {
  /** Place of the column of encoded pictures. */
  int contentIndex();

  @Override
  default Row owned(Row row) {
    return row;
  }

  @Override
  default byte @Nullable [] content(Row row) {
    return (byte[]) row.get(contentIndex());
  }

  /** A row with columns behind its own. */
  static Row with(Row row, @Nullable Object... results) {
    @Nullable Object[] values = new Object[row.length() + results.length];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    System.arraycopy(results, 0, values, row.length(), results.length);
    return RowFactory.create(values);
  }
}
