// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.spark.LabelMetrics;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Does nothing but show {@link MeasuredPictures}. */
public final class MeasuredPicturesExec extends SparkPlan implements CatalystNode {
  private static final long serialVersionUID = 1L;

  private final SparkPlan child;
  private final LabelMetrics labelMetrics;

  /**
   * Public for Catalyst, which copies nodes by their constructors.
   *
   * @param labelMetrics that the tasks below report to
   */
  public MeasuredPicturesExec(SparkPlan child, LabelMetrics labelMetrics) {
    this.child = child;
    this.labelMetrics = labelMetrics;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    return child.execute();
  }

  @Override
  public scala.collection.immutable.Map<String, SQLMetric> metrics() {
    return Map$.MODULE$.from(CollectionConverters.asScala(labelMetrics.byName()));
  }

  @Override
  public Seq<Attribute> output() {
    return child.output();
  }

  @Override
  public Partitioning outputPartitioning() {
    return child.outputPartitioning();
  }

  @Override
  public Seq<SortOrder> outputOrdering() {
    return child.outputOrdering();
  }

  @Override
  public Seq<SparkPlan> children() {
    return Scala.seq(List.of(child));
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> newChildren) {
    return new MeasuredPicturesExec(newChildren.apply(0), labelMetrics);
  }

  @Override
  public String nodeName() {
    return "MobileSpark";
  }

  @Override
  public String simpleString(int maxFields) {
    return nodeName();
  }

  @Override
  public List<Object> parts() {
    return List.of(child, labelMetrics);
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
