// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;

/** Plans that give the result of a call as a column, made below or already there. */
final class ExposedResults {
  private ExposedResults() {}

  /** A plan with the columns of another and the result of a call: that made below, if any is. */
  static LogicalPlan with(LogicalPlan plan, MobileNetCall call) {
    return exposed(plan, call).orElseGet(() -> evaluated(plan, call));
  }

  /** The column of such a plan. */
  static Attribute of(LogicalPlan plan, MobileNetCall call) {
    return found(plan, call).orElseThrow();
  }

  /** Calls of the same column that share batches share an operator, and so the decoding. */
  private static LogicalPlan evaluated(LogicalPlan plan, MobileNetCall call) {
    if (plan instanceof MobileNetEval eval && sharesBatches(eval, call)) {
      return eval.and(call);
    }
    return new MobileNetEval(
        Scala.<Expression>seq(List.of(call)), Scala.seq(List.of(ExtractCalls.column(call))), plan);
  }

  private static boolean sharesBatches(MobileNetEval eval, MobileNetCall call) {
    MobileNetCall first = (MobileNetCall) eval.calls().apply(0);
    return first.content().semanticEquals(call.content())
        && first.settings().sharesBatchesWith(call.settings());
  }

  /** Then a result more costs the network nothing. */
  private static boolean asksItsModel(MobileNetEval eval, MobileNetCall call) {
    return Scala.list(eval.calls()).stream()
        .map(made -> ((MobileNetCall) made).settings().model())
        .anyMatch(call.settings().model()::equals);
  }

  /** The plan, letting through to its top what an operator within it has made of a call. */
  private static Optional<LogicalPlan> exposed(LogicalPlan plan, MobileNetCall call) {
    if (plan instanceof MobileNetEval eval) {
      if (eval.result(call) != null) {
        return Optional.of(plan);
      }
      if (sharesBatches(eval, call) && asksItsModel(eval, call)) {
        return Optional.of(eval.and(call));
      }
      return exposed(eval.child(), call).map(eval::over);
    }
    if (plan instanceof Project project) {
      return passes(project, call)
          ? exposed(project.child(), call).map(child -> through(project, child, call))
          : Optional.empty();
    }
    if (plan instanceof Filter || plan instanceof Sort || isLimit(plan)) {
      return exposed(plan.children().apply(0), call)
          .map(child -> plan.withNewChildren(Scala.seq(List.of(child))));
    }
    return plan instanceof Join join ? exposed(join, call) : Optional.empty();
  }

  /** A side that an outer join fills up with nulls has no results for those rows. */
  private static Optional<LogicalPlan> exposed(Join join, MobileNetCall call) {
    Object type = join.joinType();
    boolean inner = type == Inner$.MODULE$ || type == Cross$.MODULE$;
    if (inner
        || type == LeftOuter$.MODULE$
        || type == LeftSemi$.MODULE$
        || type == LeftAnti$.MODULE$) {
      Optional<LogicalPlan> left = exposed(join.left(), call);
      if (left.isPresent()) {
        return left.map(child -> join.withNewChildren(Scala.seq(List.of(child, join.right()))));
      }
    }
    return inner || type == RightOuter$.MODULE$
        ? exposed(join.right(), call)
            .map(child -> join.withNewChildren(Scala.seq(List.of(join.left(), child))))
        : Optional.empty();
  }

  /** The call means the same below a projection when its columns pass unchanged. */
  private static boolean passes(Project project, MobileNetCall call) {
    return call.references().subsetOf(project.child().outputSet());
  }

  private static LogicalPlan through(Project project, LogicalPlan child, MobileNetCall call) {
    Attribute result = of(child, call);
    List<NamedExpression> list = new ArrayList<>(Scala.list(project.projectList()));
    if (list.stream().noneMatch(each -> each.exprId().equals(result.exprId()))) {
      list.add(result);
    }
    return new Project(Scala.seq(list), child);
  }

  private static Optional<Attribute> found(LogicalPlan plan, MobileNetCall call) {
    if (plan instanceof MobileNetEval eval) {
      Attribute result = eval.result(call);
      if (result != null) {
        return Optional.of(result);
      }
    }
    return Scala.list(plan.children()).stream()
        .map(child -> found(child, call))
        .flatMap(Optional::stream)
        .filter(result -> plan.outputSet().contains(result))
        .findFirst();
  }

  private static boolean isLimit(LogicalPlan plan) {
    return plan instanceof GlobalLimit || plan instanceof LocalLimit;
  }
}
