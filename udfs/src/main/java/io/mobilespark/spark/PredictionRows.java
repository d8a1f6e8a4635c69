package io.mobilespark.spark;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.RankedClass;
import java.io.Serializable;
import java.util.List;
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
 */
public record PredictionRows(ClassList classes, String model, String preset)
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

  /** Reason codes as they may stand in the column {@code error}. */
  public static final List<String> REASONS =
      Stream.of(RejectionReason.values())
          .map(RejectionReason::name)
          .collect(Collectors.toUnmodifiableList());

  Row row(Prediction prediction) {
    if (prediction instanceof Classified classified) {
      Object ranked =
          CollectionConverters.asScala(classified.ranked().stream().map(this::ranked).iterator())
              .toSeq();
      return row(classified.path(), ranked, null, null, classified.width(), classified.height());
    }
    Rejected rejected = (Rejected) prediction;
    return row(rejected.path(), null, rejected.reason().name(), rejected.detail(), null, null);
  }

  private Row row(String path, @Nullable Object... outcome) {
    return RowFactory.create(
        path, outcome[0], outcome[1], outcome[2], outcome[3], outcome[4], model, preset);
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
