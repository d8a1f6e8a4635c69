// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.MobileSparkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.types.Metadata;
import scala.collection.immutable.Seq;

/**
 * Puts a {@link MobileNetEval} below every operator that calls a network, and its columns in the
 * calls' place, as Spark does for Python functions. Runs when the optimizer has moved filters and
 * projections to where they belong. A call whose result is there already, because an operator
 * further below made it, takes that.
 */
final class ExtractCalls extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return calls(plan).isEmpty() ? plan : extracted(CallsAboveLimits.of(plan));
  }

  /** Whether any operator of a plan has a call; subqueries have been optimized by themselves. */
  private static List<MobileNetCall> calls(LogicalPlan plan) {
    List<MobileNetCall> found = new ArrayList<>(ofOperator(plan));
    Scala.list(plan.children()).forEach(child -> found.addAll(calls(child)));
    return found;
  }

  /** Different calls in an operator's own expressions, the innermost of nested ones first. */
  static List<MobileNetCall> ofOperator(LogicalPlan plan) {
    List<MobileNetCall> found = new ArrayList<>();
    if (!(plan instanceof MobileNetEval)) {
      Scala.list(plan.expressions()).forEach(expression -> collect(expression, found));
    }
    return found;
  }

  static boolean hasCall(Expression expression) {
    List<MobileNetCall> found = new ArrayList<>();
    collect(expression, found);
    return !found.isEmpty();
  }

  private static void collect(Expression expression, List<MobileNetCall> found) {
    Scala.list(expression.children()).forEach(child -> collect(child, found));
    if (expression instanceof MobileNetCall call
        && found.stream().noneMatch(other -> other.semanticEquals(call))) {
      found.add(call);
    }
  }

  private LogicalPlan extracted(LogicalPlan plan) {
    LogicalPlan node = plan.mapChildren(this::extracted);
    if (node instanceof Filter filter && !ofOperator(filter).isEmpty()) {
      node = cheapConditionsFirst(filter);
    }
    node = GuardedCalls.of(node);
    List<MobileNetCall> calls = ofOperator(node);
    if (calls.isEmpty()) {
      return SortedOnce.of(node);
    }
    List<LogicalPlan> children = new ArrayList<>(Scala.list(node.children()));
    List<Attribute> results = new ArrayList<>();
    for (MobileNetCall call : calls) {
      int from = childOf(call, children);
      LogicalPlan child = ExposedResults.with(children.get(from), call);
      children.set(from, child);
      results.add(ExposedResults.of(child, call));
    }
    LogicalPlan replaced =
        SortedOnce.of(
            node.withNewChildren(Scala.seq(children))
                .mapExpressions(expression -> replaced(expression, calls, results)));
    return replaced.outputSet().equals(node.outputSet())
            && replaced.output().length() == node.output().length()
        ? replaced
        : new Project(named(node.output()), replaced);
  }

  /** A condition without calls spares the network the rows it drops. */
  private static LogicalPlan cheapConditionsFirst(Filter filter) {
    List<Expression> conditions = Scala.list(filter.splitConjunctivePredicates(filter.condition()));
    List<Expression> cheap =
        conditions.stream().filter(each -> !hasCall(each) && each.deterministic()).toList();
    if (cheap.isEmpty() || !filter.condition().deterministic()) {
      return filter;
    }
    return new Filter(
        and(conditions.stream().filter(each -> !cheap.contains(each)).toList()),
        new Filter(and(cheap), filter.child()));
  }

  private static Expression and(List<Expression> conditions) {
    return conditions.stream()
        .reduce(org.apache.spark.sql.catalyst.expressions.And::new)
        .orElseThrow();
  }

  private static int childOf(MobileNetCall call, List<LogicalPlan> children) {
    for (int i = 0; i < children.size(); i++) {
      if (call.references().subsetOf(children.get(i).outputSet())) {
        return i;
      }
    }
    throw new MobileSparkException(
        String.format(
            Locale.ROOT,
            "%s takes a column of one side of a join, or of a query's own tables: %s",
            call.kind().function(),
            call.content().sql()));
  }

  private static Expression replaced(
      Expression expression, List<MobileNetCall> calls, List<Attribute> results) {
    if (expression instanceof MobileNetCall) {
      for (int i = 0; i < calls.size(); i++) {
        if (calls.get(i).semanticEquals(expression)) {
          return results.get(i);
        }
      }
    }
    return expression.mapChildren(child -> replaced(child, calls, results));
  }

  static Seq<NamedExpression> named(Seq<Attribute> attributes) {
    return Scala.seq(Scala.list(attributes));
  }

  /** A new column for the result of a call. */
  static Attribute column(MobileNetCall call) {
    return new AttributeReference(
        call.kind().function(),
        call.dataType(),
        true,
        Metadata.empty(),
        NamedExpression.newExprId(),
        Scala.seq(List.of()));
  }

  /** The expression that a projection gives a name, if it is that of an attribute. */
  static Expression source(Attribute attribute, List<NamedExpression> list) {
    for (NamedExpression named : list) {
      if (named instanceof Alias alias && alias.exprId().equals(attribute.exprId())) {
        return alias.child();
      }
    }
    return attribute;
  }
}
