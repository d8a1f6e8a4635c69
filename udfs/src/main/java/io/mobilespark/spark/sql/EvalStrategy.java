// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.collection.immutable.Seq;

/** Plans {@link MobileNetEval}. */
final class EvalStrategy extends SparkStrategy {
  private static final long serialVersionUID = 1L;

  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    return plan instanceof MobileNetEval eval
        ? Scala.seq(
            List.of(new MobileNetEvalExec(eval.calls(), eval.results(), planLater(eval.child()))))
        : Scala.seq(List.of());
  }
}
