// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.PictureKey;
import io.mobilespark.jobs.config.TrainSettings.Labels;
import io.mobilespark.jobs.evaluation.PictureNames;
import io.mobilespark.source.ParquetFolder;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.LabelledPicture;
import io.mobilespark.spark.EmbeddingRows;
import io.mobilespark.spark.preparation.PreparedBase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * A table as {@code embed} writes it, brought together with labels.
 *
 * @param uri where it lies
 * @param rows those that have features
 * @param width features in a row
 */
record FeatureTable(String uri, Dataset<Row> rows, int width) {
  private static final int MOST_CLASSES = 100_000;
  private static final UserDefinedFunction FOLDER =
      udf(
          (UDF1<String, String>) path -> LabelledPicture.inFolder(path).label(),
          DataTypes.StringType);
  private static final UserDefinedFunction KEY =
      udf((UDF1<String, String>) PictureKey::of, DataTypes.StringType);

  /**
   * Opens a table.
   *
   * @throws MobileSparkException when it is no table of features, or of another base's
   */
  static FeatureTable open(SparkSession spark, String uri, PreparedBase base) {
    Dataset<Row> table;
    try {
      table = ParquetFolder.read(spark, uri);
    } catch (MobileSparkException e) {
      throw e;
    } catch (Exception e) {
      // Scala's checked AnalysisException among them.
      throw new MobileSparkException("There is no table of features in " + uri, e);
    }
    for (String column : List.of("path", EmbeddingRows.FEATURES, "model", "preset")) {
      if (!List.of(table.columns()).contains(column)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s has the columns %s, none of them is %s: is it a table that embed wrote?",
                uri,
                String.join(", ", table.columns()),
                column));
      }
    }
    for (Row made : table.select("model", "preset").distinct().limit(3).collectAsList()) {
      String found = made.getString(0) + " with preset " + made.getString(1);
      String wanted = base.id() + " with preset " + base.preset().name();
      if (!found.equals(wanted)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT, "The features in %s are those of %s, wanted %s", uri, found, wanted));
      }
    }
    return new FeatureTable(
        uri, table.filter(col(EmbeddingRows.FEATURES).isNotNull()), base.featureWidth());
  }

  /**
   * Takes labels from the pictures themselves.
   *
   * @param listed the classes in order; empty for the labels that occur
   * @throws MobileSparkException when the labels do not fit the classes
   */
  LabelledFeatures labelled(Labels labels, Optional<ClassList> listed) {
    Column label = label(labels);
    Dataset<Row> named =
        rows.select(col("path"), col(EmbeddingRows.FEATURES), label.as("label"))
            .filter(col("label").isNotNull().and(col("label").notEqual("")));
    ClassList classes = listed.orElseGet(() -> occurring(labels.source(), named));
    List<String> unknown =
        named.select("label").distinct().limit(MOST_CLASSES).collectAsList().stream()
            .map(row -> row.getString(0))
            .filter(each -> classes.indexOf(each).isEmpty())
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%d labels of the pictures are not in %s, '%s' for one",
              unknown.size(),
              classes.origin(),
              unknown.get(0)));
    }
    Column index =
        udf(
                (UDF1<String, Integer>)
                    each -> {
                      OptionalInt found = classes.indexOf(each);
                      return found.isPresent() ? found.getAsInt() : null;
                    },
                DataTypes.IntegerType)
            .apply(col("label"));
    return hashed(named.withColumn("class", index), classes);
  }

  /**
   * Takes classes from ground truth.
   *
   * @param truth of the schema {@link io.mobilespark.jobs.evaluation.Truth#PICTURES}
   * @throws MobileSparkException when different pictures have the same label's name
   */
  LabelledFeatures joined(Dataset<Row> truth, ClassList classes) {
    PictureNames names =
        PictureNames.tellingApart(
            truth, List.of(rows.select(col("path"), col(EmbeddingRows.FEATURES))));
    Dataset<Row> labelled =
        names.table(0).join(names.truth().select(col("key"), col("truth").as("class")), "key");
    requireUnmistakable(labelled);
    return hashed(labelled, classes);
  }

  private void requireUnmistakable(Dataset<Row> labelled) {
    List<Row> doubled =
        labelled
            .groupBy("key")
            .agg(min("path").as("first"), max("path").as("last"))
            .filter("first <> last")
            .limit(1)
            .collectAsList();
    if (!doubled.isEmpty()) {
      Row one = doubled.get(0);
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The labels call a picture %s, which two in %s are: %s and %s",
              one.getString(0),
              uri,
              one.getString(1),
              one.getString(2)));
    }
  }

  private LabelledFeatures hashed(Dataset<Row> classed, ClassList classes) {
    Column label =
        udf((UDF1<Integer, String>) classes::label, DataTypes.StringType).apply(col("class"));
    return new LabelledFeatures(
        classed
            .withColumn("hash", xxhash64(label, KEY.apply(col("path"))))
            .select(col("path"), col(EmbeddingRows.FEATURES), col("class"), col("hash")),
        classes,
        width);
  }

  private Column label(Labels labels) {
    if (labels.source().equals(Labels.FOLDER)) {
      return FOLDER.apply(col("path"));
    }
    if (!Arrays.asList(rows.columns()).contains(Labels.COLUMN)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s has no column %s: embed keeps the source's labels with --keep-label",
              uri,
              Labels.COLUMN));
    }
    return col(Labels.COLUMN).cast("string");
  }

  private static ClassList occurring(String source, Dataset<Row> named) {
    List<String> labels =
        named.select("label").distinct().limit(MOST_CLASSES + 1).collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    if (labels.size() < 2 || labels.size() > MOST_CLASSES) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "A head needs 2 to %d classes, found %s%d different labels by %s",
              MOST_CLASSES,
              labels.size() > MOST_CLASSES ? "more than " : "",
              Math.min(labels.size(), MOST_CLASSES),
              source));
    }
    return ClassList.of("the labels by " + source, labels);
  }
}
