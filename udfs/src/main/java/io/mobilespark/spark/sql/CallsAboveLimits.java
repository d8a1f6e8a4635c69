// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;

/**
 * Moves projections with calls above limits, and above sorts under limits that do not need their
 * results: what a limit drops is not inferred.
 */
final class CallsAboveLimits {
  private CallsAboveLimits() {}

  static LogicalPlan of(LogicalPlan plan) {
    if (plan instanceof GlobalLimit limit
        && limit.child() instanceof LocalLimit local
        && local.child() instanceof Project project
        && hasCall(project)) {
      // Spark takes a query's own limit partition by partition, until it has enough rows; so that
      // stays, and no partition infers more than it.
      LogicalPlan limited = new LocalLimit(local.limitExpr(), project.child());
      return new GlobalLimit(
          limit.limitExpr(),
          new LocalLimit(local.limitExpr(), new Project(project.projectList(), below(limited))));
    }
    return below(plan);
  }

  private static LogicalPlan below(LogicalPlan plan) {
    LogicalPlan moved = plan instanceof GlobalLimit limit ? above(limit) : plan;
    return moved.mapChildren(CallsAboveLimits::below);
  }

  private static LogicalPlan above(GlobalLimit limit) {
    if (limit.child() instanceof LocalLimit local) {
      if (local.child() instanceof Project project && calledWithin(project)) {
        return new Project(project.projectList(), above(limited(limit, local, project.child())));
      }
      if (local.child() instanceof Sort sort
          && sort.child() instanceof Project project
          && calledWithin(project)) {
        return above(limit, local, sort, project);
      }
    }
    return limit;
  }

  private static LogicalPlan above(
      GlobalLimit limit, LocalLimit local, Sort sort, Project project) {
    List<NamedExpression> list = Scala.list(project.projectList());
    List<Expression> order =
        Scala.list(sort.order()).stream().map(each -> sources(each, list)).toList();
    if (order.stream().anyMatch(ExtractCalls::hasCall)) {
      return limit;
    }
    Sort sorted =
        new Sort(
            Scala.<SortOrder>seq(order.stream().map(SortOrder.class::cast).toList()),
            sort.global(),
            project.child(),
            sort.hint());
    return new Project(project.projectList(), above(limited(limit, local, sorted)));
  }

  private static GlobalLimit limited(GlobalLimit limit, LocalLimit local, LogicalPlan child) {
    return new GlobalLimit(limit.limitExpr(), new LocalLimit(local.limitExpr(), child));
  }

  /** An expression over a projection's output as one over its input. */
  private static Expression sources(Expression expression, List<NamedExpression> list) {
    return expression instanceof Attribute attribute
        ? ExtractCalls.source(attribute, list)
        : expression.mapChildren(child -> sources(child, list));
  }

  private static boolean hasCall(Project project) {
    return !ExtractCalls.ofOperator(project).isEmpty();
  }

  /** Whether a projection has a call, or those and the sorts right below it. */
  private static boolean calledWithin(LogicalPlan plan) {
    return plan instanceof Project project
        ? hasCall(project) || calledWithin(project.child())
        : plan instanceof Sort sort && calledWithin(sort.child());
  }
}
