// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.spark.LabelMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The rows of its child as they are, with the metrics of the tasks that make them: what an RDD does
 * not show in Spark's SQL tab.
 */
public final class MeasuredPictures extends LogicalPlan implements CatalystNode {
  private static final long serialVersionUID = 1L;

  private final LogicalPlan child;
  private final LabelMetrics metrics;

  /**
   * Public for Catalyst, which copies nodes by their constructors.
   *
   * @param metrics that the tasks below report to
   */
  public MeasuredPictures(LogicalPlan child, LabelMetrics metrics) {
    this.child = child;
    this.metrics = metrics;
  }

  /**
   * The same rows, measured.
   *
   * @param rows of a session of the classic kind
   * @param metrics that the tasks report to that make them
   */
  public static Dataset<Row> over(Dataset<Row> rows, LabelMetrics metrics) {
    org.apache.spark.sql.classic.Dataset<Row> classic =
        (org.apache.spark.sql.classic.Dataset<Row>) rows;
    org.apache.spark.sql.classic.SparkSession session = classic.sparkSession();
    plan(session.experimental());
    return org.apache.spark.sql.classic.Dataset.ofRows(
        session, new MeasuredPictures(classic.queryExecution().analyzed(), metrics));
  }

  private static synchronized void plan(ExperimentalMethods planner) {
    List<SparkStrategy> strategies = new ArrayList<>(Scala.list(planner.extraStrategies()));
    if (strategies.stream().noneMatch(MeasuredStrategy.class::isInstance)) {
      strategies.add(new MeasuredStrategy());
      planner.extraStrategies_$eq(Scala.seq(strategies));
    }
  }

  LogicalPlan child() {
    return child;
  }

  LabelMetrics measured() {
    return metrics;
  }

  @Override
  public Seq<Attribute> output() {
    return child.output();
  }

  @Override
  public Option<Object> maxRows() {
    return child.maxRows();
  }

  @Override
  public Seq<LogicalPlan> children() {
    return Scala.seq(List.of(child));
  }

  @Override
  public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> newChildren) {
    return new MeasuredPictures(newChildren.apply(0), metrics);
  }

  @Override
  public String simpleString(int maxFields) {
    return nodeName();
  }

  @Override
  public List<Object> parts() {
    return List.of(child, metrics);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return isMadeLike(other);
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }
}
