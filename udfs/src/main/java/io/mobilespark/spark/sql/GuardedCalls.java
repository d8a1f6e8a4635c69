// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Spares the network the rows for which no branch of {@code CASE}, {@code if} or {@code coalesce}
 * asks it: their content becomes null in the calls. A column that is asked for unconditionally in
 * the same operator, or has been inferred below, stays as it is.
 */
final class GuardedCalls {
  private static final Expression ALWAYS = Literal.TrueLiteral();

  private final LogicalPlan child;
  private final List<Asked> asked = new ArrayList<>();

  /**
   * A column of pictures.
   *
   * @param conditions under one of which, at least, a row is asked for
   */
  private record Asked(Expression content, List<Expression> conditions) {
    boolean always() {
      return conditions.contains(ALWAYS);
    }

    Expression guarded() {
      return new If(
          conditions.stream().reduce(Or::new).orElseThrow(),
          content,
          Literal.create(null, DataTypes.BinaryType));
    }
  }

  private GuardedCalls(LogicalPlan child) {
    this.child = child;
  }

  /** An operator with guards in its calls; its child has its calls extracted. */
  static LogicalPlan of(LogicalPlan plan) {
    if (plan.children().length() != 1 || ExtractCalls.ofOperator(plan).isEmpty()) {
      return plan;
    }
    GuardedCalls calls = new GuardedCalls(plan.children().apply(0));
    Scala.list(plan.expressions()).forEach(expression -> calls.collect(expression, ALWAYS));
    calls.asked.removeIf(each -> each.always() || inferred(calls.child, each.content()));
    return calls.asked.isEmpty() ? plan : plan.mapExpressions(calls::guarded);
  }

  private void collect(Expression expression, Expression path) {
    if (expression instanceof MobileNetCall call) {
      add(call.content(), path);
    }
    if (expression instanceof CaseWhen branches) {
      Expression reached = path;
      for (Tuple2<Expression, Expression> branch : Scala.list(branches.branches())) {
        reached = branch(branch._1(), branch._2(), reached);
      }
      if (branches.elseValue().isDefined()) {
        collect(branches.elseValue().get(), reached);
      }
    } else if (expression instanceof If either) {
      collect(either.falseValue(), branch(either.predicate(), either.trueValue(), path));
    } else if (expression instanceof Coalesce first) {
      Expression reached = path;
      for (Expression each : Scala.list(first.children())) {
        collect(each, reached);
        reached = and(reached, new IsNull(each));
      }
    } else {
      Scala.list(expression.children()).forEach(each -> collect(each, path));
    }
  }

  /** Goes through a branch; what comes behind it is reached when its condition is not true. */
  private Expression branch(Expression condition, Expression value, Expression path) {
    collect(condition, path);
    collect(value, and(path, condition));
    return and(path, new Not(new EqualNullSafe(condition, ALWAYS)));
  }

  /** A condition that cannot be told below the operator is left out: more rows are asked for. */
  private Expression and(Expression path, Expression condition) {
    if (!condition.deterministic()
        || !condition.references().subsetOf(child.outputSet())
        || isOfOperator(condition)) {
      return path;
    }
    return path.equals(ALWAYS) ? condition : new And(path, condition);
  }

  private static boolean isOfOperator(Expression expression) {
    return expression instanceof MobileNetCall
        || expression instanceof AggregateExpression
        || expression instanceof WindowExpression
        || expression instanceof NamedLambdaVariable
        || expression instanceof PlanExpression<?>
        || Scala.list(expression.children()).stream().anyMatch(GuardedCalls::isOfOperator);
  }

  private void add(Expression content, Expression path) {
    Asked there = find(content);
    if (there == null) {
      asked.add(new Asked(content, new ArrayList<>(List.of(path))));
    } else if (there.conditions().stream().noneMatch(path::semanticEquals)) {
      there.conditions().add(path);
    }
  }

  private @Nullable Asked find(Expression content) {
    return asked.stream()
        .filter(each -> each.content().semanticEquals(content))
        .findFirst()
        .orElse(null);
  }

  private Expression guarded(Expression expression) {
    Asked guard = expression instanceof MobileNetCall call ? find(call.content()) : null;
    return guard == null
        ? expression.mapChildren(this::guarded)
        : expression.withNewChildren(Scala.seq(List.of(guard.guarded())));
  }

  /** Whether some operator of a plan infers a column for every row. */
  private static boolean inferred(LogicalPlan plan, Expression content) {
    if (plan instanceof MobileNetEval eval) {
      for (Expression call : Scala.list(eval.calls())) {
        if (((MobileNetCall) call).content().semanticEquals(content)) {
          return true;
        }
      }
    }
    return Scala.list(plan.children()).stream().anyMatch(each -> inferred(each, content));
  }
}
