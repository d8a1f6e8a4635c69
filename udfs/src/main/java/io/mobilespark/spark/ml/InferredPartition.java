// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import io.mobilespark.spark.BatchObserver;
import io.mobilespark.spark.InferenceWork;
import io.mobilespark.spark.InferredRows;
import io.mobilespark.spark.RowMapping;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * The work of a task. What travels to executors is what stands here.
 *
 * @param mapping serializable
 */
record InferredPartition(InferenceWork work, RowMapping<Row, Row> mapping)
    implements MapPartitionsFunction<Row, Row> {

  /** A partition without rows asks for no model. */
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return rows.hasNext() ? new InferredRows<>(work, rows, mapping, BatchObserver.NONE) : rows;
  }
}
