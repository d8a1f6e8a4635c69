// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The rows of its child, in their order, with a column for each call. All calls are of the same
 * column and share batches.
 */
public final class MobileNetEval extends LogicalPlan implements CatalystNode {
  private static final long serialVersionUID = 1L;

  private final Seq<Expression> calls;
  private final Seq<Attribute> results;
  private final LogicalPlan child;

  /**
   * Public for Catalyst, which copies nodes by their constructors.
   *
   * @param calls each a {@link MobileNetCall}
   * @param results one a call
   */
  public MobileNetEval(Seq<Expression> calls, Seq<Attribute> results, LogicalPlan child) {
    this.calls = calls;
    this.results = results;
    this.child = child;
  }

  Seq<Expression> calls() {
    return calls;
  }

  Seq<Attribute> results() {
    return results;
  }

  LogicalPlan child() {
    return child;
  }

  MobileNetEval over(LogicalPlan other) {
    return new MobileNetEval(calls, results, other);
  }

  /** This operator with one call more. */
  MobileNetEval and(MobileNetCall call) {
    List<Expression> more = new ArrayList<>(Scala.list(calls));
    List<Attribute> columns = new ArrayList<>(Scala.list(results));
    more.add(call);
    columns.add(ExtractCalls.column(call));
    return new MobileNetEval(Scala.seq(more), Scala.seq(columns), child);
  }

  /** The column that holds a call's result, if this operator makes it. */
  @Nullable Attribute result(MobileNetCall call) {
    List<Expression> made = Scala.list(calls);
    for (int i = 0; i < made.size(); i++) {
      if (made.get(i).semanticEquals(call)) {
        return results.apply(i);
      }
    }
    return null;
  }

  @Override
  public Seq<Attribute> output() {
    List<Attribute> all = new ArrayList<>(Scala.list(child.output()));
    all.addAll(Scala.list(results));
    return Scala.seq(all);
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet.fromAttributeSets(
        Scala.seq(Scala.list(results).stream().map(AttributeSet::apply).toList()));
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
    return over(newChildren.apply(0));
  }

  @Override
  public List<Object> parts() {
    return List.of(calls, results, child);
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
