// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.RankedClass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The only mapping between predictions and rows.
 *
 * @param classes names the indices
 * @param model for the column of that name: name, alpha, resolution, start of the weights' hash
 * @param preset the preprocessing's name
 * @param keepLabel whether the label that a picture's source gives is kept
 * @param labelsAbove makes the column {@code labels}; null for none
 */
public record PredictionRows(
    ClassList classes,
    String model,
    String preset,
    boolean keepLabel,
    @Nullable LabelsAbove labelsAbove)
    implements Serializable {

  /** The columns of a table of predictions. */
  public static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            required("path", DataTypes.StringType),
            DataTypes.createStructField(
                "predictions",
                DataTypes.createArrayType(
                    new StructType(
                        new StructField[] {
                          required("index", DataTypes.IntegerType),
                          required("label", DataTypes.StringType),
                          required("name", DataTypes.StringType),
                          required("probability", DataTypes.FloatType)
                        }),
                    false),
                true),
            DataTypes.createStructField("error", DataTypes.StringType, true),
            DataTypes.createStructField("error_detail", DataTypes.StringType, true),
            DataTypes.createStructField("width", DataTypes.IntegerType, true),
            DataTypes.createStructField("height", DataTypes.IntegerType, true),
            required("model", DataTypes.StringType),
            required("preset", DataTypes.StringType)
          });

  /** The labels that are probable enough, where a threshold was given. */
  public static final String LABELS = "labels";

  /** Reason codes as they may stand in the column {@code error}. */
  public static final List<String> REASONS =
      Stream.of(RejectionReason.values())
          .map(RejectionReason::name)
          .collect(Collectors.toUnmodifiableList());

  /** Rows without the source's label. */
  public PredictionRows(ClassList classes, String model, String preset) {
    this(classes, model, preset, false, null);
  }

  /** The row of a prediction whose source carries no label. */
  public Row row(Prediction prediction) {
    return row(prediction, Optional.empty());
  }

  /** The columns of these rows. */
  public StructType schema() {
    return schema(labelsAbove != null, keepLabel);
  }

  /**
   * The columns of a table of predictions.
   *
   * @param labels whether there is a column of labels above a threshold
   * @param keepLabel whether there is one of the source's label
   */
  public static StructType schema(boolean labels, boolean keepLabel) {
    StructType schema =
        labels
            ? SCHEMA.add(LABELS, DataTypes.createArrayType(DataTypes.StringType, false), true)
            : SCHEMA;
    return keepLabel ? schema.add("source_label", DataTypes.StringType, true) : schema;
  }

  Row row(Prediction prediction, Optional<String> label) {
    List<@Nullable Object> cells = new ArrayList<>(schema().length());
    cells.add(prediction.path());
    if (prediction instanceof Classified classified) {
      List<RankedClass> best = classified.ranked();
      int kept = labelsAbove == null ? best.size() : Math.min(labelsAbove.topK(), best.size());
      cells.add(
          CollectionConverters.asScala(best.subList(0, kept).stream().map(this::ranked).iterator())
              .toSeq());
      cells.add(null);
      cells.add(classified.caveats().missing().orElse(null));
      cells.add(classified.width());
      cells.add(classified.height());
    } else if (prediction instanceof Rejected rejected) {
      cells.add(null);
      cells.add(rejected.reason().name());
      cells.add(rejected.detail());
      cells.add(null);
      cells.add(null);
    }
    cells.add(model);
    cells.add(preset);
    if (labelsAbove != null) {
      cells.add(labels(prediction, labelsAbove));
    }
    if (keepLabel) {
      cells.add(label.orElse(null));
    }
    return RowFactory.create(cells.toArray());
  }

  private @Nullable Object labels(Prediction prediction, LabelsAbove above) {
    return prediction instanceof Classified classified
        ? CollectionConverters.asScala(
                above.of(classified.ranked()).map(label -> classes.label(label.index())).iterator())
            .toSeq()
        : null;
  }

  private Row ranked(RankedClass ranked) {
    return RowFactory.create(
        ranked.index(),
        classes.label(ranked.index()),
        classes.name(ranked.index()),
        ranked.probability());
  }

  private static StructField required(String name, org.apache.spark.sql.types.DataType type) {
    return DataTypes.createStructField(name, type, false);
  }
}
