// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * A call of {@code mobilenet_classify} or {@code mobilenet_embed}. Never evaluated row by row:
 * {@link ExtractCalls} puts an operator in its place.
 */
public final class MobileNetCall extends Expression
    implements CatalystNode, Unevaluable, Serializable {
  private static final long serialVersionUID = 1L;

  private final CallKind kind;
  private final Expression content;
  private final CallSettings settings;

  MobileNetCall(CallKind kind, Expression content, CallSettings settings) {
    this.kind = kind;
    this.content = content;
    this.settings = settings;
  }

  CallKind kind() {
    return kind;
  }

  Expression content() {
    return content;
  }

  CallSettings settings() {
    return settings;
  }

  @Override
  public Seq<Expression> children() {
    return Scala.seq(List.of(content));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new MobileNetCall(kind, newChildren.apply(0), settings);
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return content.dataType() instanceof BinaryType
        ? TypeCheckResult.TypeCheckSuccess$.MODULE$
        : new TypeCheckResult.TypeCheckFailure(
            String.format(
                Locale.ROOT,
                "%s takes encoded pictures as binary, found %s %s",
                kind.function(),
                content.dataType().sql(),
                content.sql()));
  }

  @Override
  public DataType dataType() {
    return kind.type(settings.labelsAbove().isPresent());
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public boolean foldable() {
    return false;
  }

  @Override
  public Object eval(@Nullable InternalRow input) {
    throw unplanned();
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    throw unplanned();
  }

  @Override
  public String prettyName() {
    return kind.function();
  }

  @Override
  public String sql() {
    return String.format(Locale.ROOT, "%s(%s)", kind.function(), content.sql());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s(%s, %s)", kind.function(), content, settings.summary());
  }

  @Override
  public List<Object> parts() {
    return List.of(content, kind, settings);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return isMadeLike(other);
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  private UnsupportedOperationException unplanned() {
    return new UnsupportedOperationException(
        String.format(
            Locale.ROOT, "%s is not supported in this place of a query", kind.function()));
  }
}
