// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.spark.InferenceWork;
import io.mobilespark.spark.InferredRows;
import java.util.List;
import org.apache.spark.PartitionEvaluator;
import org.apache.spark.PartitionEvaluatorFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What travels to the tasks of a {@link MobileNetEvalExec}.
 *
 * @param content of a row of the input
 * @param input columns in
 * @param output columns out: those in, and one a result
 */
record EvalFactory(
    InferenceWork work,
    Expression content,
    Seq<Attribute> input,
    Seq<Attribute> output,
    List<CallResult> results,
    EvalMetrics metrics)
    implements PartitionEvaluatorFactory<InternalRow, InternalRow> {

  @Override
  public PartitionEvaluator<InternalRow, InternalRow> createEvaluator() {
    return new PartitionEvaluator<>() {
      @Override
      public Iterator<InternalRow> eval(int partition, Seq<Iterator<InternalRow>> inputs) {
        Iterator<InternalRow> rows = inputs.apply(0);
        // A partition without rows asks for no model.
        return rows.isEmpty() ? rows : CollectionConverters.asScala(inferred(rows));
      }
    };
  }

  private InferredRows<InternalRow, InternalRow> inferred(Iterator<InternalRow> rows) {
    return new InferredRows<>(
        work,
        CollectionConverters.asJava(rows),
        new CatalystMapping(content, input, output, results),
        metrics.observer());
  }
}
