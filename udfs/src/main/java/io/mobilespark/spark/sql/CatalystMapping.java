// SPDX-License-Identifier: Apache-2.0
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
import io.mobilespark.spark.LabelsAbove;
import io.mobilespark.spark.RowMapping;
import java.util.ArrayList;
import java.util.Arrays;
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
                    batch.prediction(index, wanted.network(), new TopK(wanted.ranked())), wanted);
            case EMBED -> embedded(batch.embedding(index, wanted.network()));
          };
    }
    return projection.apply(joined.apply(row, new GenericInternalRow(values)));
  }

  private static InternalRow classified(Prediction prediction, CallResult wanted) {
    List<@Nullable Object> fields = new ArrayList<>();
    @Nullable Object labels = null;
    if (prediction instanceof Classified classified && wanted.classes() != null) {
      ClassList classes = wanted.classes();
      Object[] ranked =
          classified.ranked().stream()
              .limit(wanted.topK())
              .map(one -> ranked(one, classes))
              .toArray();
      fields.add(new GenericArrayData(ranked));
      fields.add(null);
      fields.add(classified.caveats().missing().map(CatalystMapping::text).orElse(null));
      fields.add(classified.width());
      fields.add(classified.height());
      labels = labels(classified, wanted.labelsAbove(), classes);
    } else {
      Rejected rejected = (Rejected) prediction;
      fields.add(null);
      fields.add(text(rejected.reason().name()));
      fields.add(text(rejected.detail()));
      fields.addAll(Arrays.asList(null, null));
    }
    if (wanted.labelsAbove() != null) {
      fields.add(labels);
    }
    return new GenericInternalRow(fields.toArray());
  }

  private static @Nullable Object labels(
      Classified classified, @Nullable LabelsAbove above, ClassList classes) {
    return above == null
        ? null
        : new GenericArrayData(
            above.of(classified.ranked()).map(one -> text(classes.label(one.index()))).toArray());
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
