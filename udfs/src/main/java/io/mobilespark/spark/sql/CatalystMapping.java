package io.mobilespark.spark.sql;

import io.mobilespark.inference.Embedding;
import io.mobilespark.inference.Embedding.Embedded;
import io.mobilespark.inference.InferredBatch;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.RankedClass;
import io.mobilespark.labels.TopK;
import io.mobilespark.spark.RowMapping;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BindReferences;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.package$;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/** Catalyst's rows: binary columns in, results behind the columns out. */
final class CatalystMapping implements RowMapping<InternalRow, InternalRow> {
  private final Expression content;
  private final List<CallResult> results;
  private final UnsafeProjection projection;
  private final JoinedRow joined = new JoinedRow();

  CatalystMapping(
      Expression content, Seq<Attribute> input, Seq<Attribute> output, List<CallResult> results) {
    this.content =
        BindReferences.bindReference(content, package$.MODULE$.AttributeSeq(input), false);
    this.results = results;
    this.projection = UnsafeProjection.create(Scala.<Expression>seq(Scala.list(output)), output);
  }

  @Override
  public InternalRow owned(InternalRow row) {
    return row.copy();
  }

  @Override
  public byte @Nullable [] content(InternalRow row) {
    return (byte[]) content.eval(row);
  }

  /** Valid until the next call, as rows of Catalyst are. */
  @Override
  public InternalRow joined(InternalRow row, InferredBatch batch, int index) {
    @Nullable Object[] values = new Object[results.size()];
    for (int i = 0; i < values.length; i++) {
      CallResult wanted = results.get(i);
      values[i] =
          switch (wanted.kind()) {
            case CLASSIFY ->
                classified(
                    batch.prediction(index, wanted.network(), new TopK(wanted.topK())),
                    wanted.classes());
            case EMBED -> embedded(batch.embedding(index, wanted.network()));
          };
    }
    return projection.apply(joined.apply(row, new GenericInternalRow(values)));
  }

  private static InternalRow classified(Prediction prediction, @Nullable ClassList classes) {
    if (prediction instanceof Classified classified && classes != null) {
      Object[] ranked = classified.ranked().stream().map(one -> ranked(one, classes)).toArray();
      return new GenericInternalRow(
          new @Nullable Object[] {
            new GenericArrayData(ranked),
            null,
            classified.caveats().missing().map(CatalystMapping::text).orElse(null),
            classified.width(),
            classified.height()
          });
    }
    Rejected rejected = (Rejected) prediction;
    return new GenericInternalRow(
        new @Nullable Object[] {
          null, text(rejected.reason().name()), text(rejected.detail()), null, null
        });
  }

  private static InternalRow ranked(RankedClass ranked, ClassList classes) {
    return new GenericInternalRow(
        new Object[] {
          ranked.index(),
          text(classes.label(ranked.index())),
          text(classes.name(ranked.index())),
          ranked.probability()
        });
  }

  private static @Nullable Object embedded(Embedding embedding) {
    return embedding instanceof Embedded found
        ? UnsafeArrayData.fromPrimitiveArray(found.features())
        : null;
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }
}
