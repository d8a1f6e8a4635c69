// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.PictureFacts;
import io.mobilespark.image.PictureFacts.Known;
import io.mobilespark.image.PictureFacts.Unknown;
import io.mobilespark.image.RejectionReason;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * {@code image_info(content)}: what a picture's header says, or why it cannot be read. Decodes no
 * pixels.
 */
final class ImageInfo extends Expression implements CatalystNode, CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  static final String FUNCTION = "image_info";

  private static final StructType TYPE =
      new StructType()
          .add("format", DataTypes.StringType)
          .add("width", DataTypes.IntegerType)
          .add("height", DataTypes.IntegerType)
          .add("channels", DataTypes.IntegerType)
          .add("orientation", DataTypes.IntegerType)
          .add("error", DataTypes.StringType)
          .add("error_detail", DataTypes.StringType);

  private final Expression content;
  private final ImageLimits limits;

  ImageInfo(Expression content, ImageLimits limits) {
    this.content = content;
    this.limits = limits;
  }

  @Override
  public Object eval(@Nullable InternalRow row) {
    Object encoded = content.eval(row);
    PictureFacts facts =
        encoded == null
            ? new Unknown(RejectionReason.EMPTY, "the content is null")
            : PictureFacts.read((byte[]) encoded, limits);
    if (facts instanceof Known known) {
      return row(
          UTF8String.fromString(known.format()),
          known.width(),
          known.height(),
          known.channels(),
          known.orientation(),
          null,
          null);
    }
    Unknown unknown = (Unknown) facts;
    return row(
        null,
        null,
        null,
        null,
        null,
        UTF8String.fromString(unknown.reason().name()),
        UTF8String.fromString(unknown.detail()));
  }

  private static InternalRow row(@Nullable Object... values) {
    return new GenericInternalRow(values);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return content.dataType() instanceof BinaryType
        ? TypeCheckResult.TypeCheckSuccess$.MODULE$
        : new TypeCheckResult.TypeCheckFailure(
            String.format(
                Locale.ROOT,
                "%s takes encoded pictures as binary, found %s %s",
                FUNCTION,
                content.dataType().sql(),
                content.sql()));
  }

  @Override
  public DataType dataType() {
    return TYPE;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<Expression> children() {
    return Scala.seq(List.of(content));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ImageInfo(newChildren.apply(0), limits);
  }

  @Override
  public String prettyName() {
    return FUNCTION;
  }

  @Override
  public List<Object> parts() {
    return List.of(content, limits);
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
