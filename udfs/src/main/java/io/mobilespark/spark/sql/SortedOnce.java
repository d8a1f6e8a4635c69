// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionByExpression;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.Option;

/**
 * Keeps sorts from inferring twice: before Spark sorts a whole table it runs what lies below up to
 * the last exchange, to sample it, and then again. So an exchange goes between the two.
 */
final class SortedOnce {
  private SortedOnce() {}

  static LogicalPlan of(LogicalPlan plan) {
    return plan instanceof Sort sort && sort.global() && infersWithoutExchange(sort.child())
        ? new Sort(
            sort.order(),
            true,
            new RepartitionByExpression(
                Scala.seq(List.of()), sort.child(), Option.empty(), Option.empty()),
            sort.hint())
        : plan;
  }

  private static boolean infersWithoutExchange(LogicalPlan plan) {
    if (plan instanceof MobileNetEval) {
      return true;
    }
    boolean narrow =
        plan instanceof Project
            || plan instanceof Filter
            || plan instanceof Generate
            || plan instanceof Join
            || plan instanceof Union;
    return narrow
        && Scala.list(plan.children()).stream().anyMatch(SortedOnce::infersWithoutExchange);
  }
}
