// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.collection.immutable.Seq;

/** Plans {@link MeasuredPictures}. */
final class MeasuredStrategy extends SparkStrategy {
  private static final long serialVersionUID = 1L;

  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    return plan instanceof MeasuredPictures pictures
        ? Scala.seq(
            List.of(new MeasuredPicturesExec(planLater(pictures.child()), pictures.measured())))
        : Scala.seq(List.of());
  }
}
