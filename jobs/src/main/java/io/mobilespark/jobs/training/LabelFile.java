// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.apache.spark.sql.functions.col;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.TrainSettings.Labels;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.jobs.evaluation.TruthSource;
import io.mobilespark.source.ParquetFolder;
import io.mobilespark.labels.ClassList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Labels in a file of their own: ground truth in every convention that {@code evaluate} knows where
 * the classes are listed, and a table of pictures and labels where they are not.
 *
 * @param spark reads it
 * @param labels where it lies
 */
record LabelFile(SparkSession spark, Labels labels) {
  private static final int MOST_CLASSES = 100_000;

  /** Classes by picture, of the schema {@link io.mobilespark.jobs.evaluation.Truth#PICTURES}. */
  Dataset<Row> read(ClassList classes) {
    return new TruthSource(spark, truth()).read(classes).pictures();
  }

  /**
   * The labels that occur, sorted.
   *
   * @throws MobileSparkException when the file is no table with a column of labels
   */
  ClassList classes() {
    Dataset<Row> table = table();
    String wanted = labels.columns().isEmpty() ? "label" : labels.columns().get(1);
    String column =
        Arrays.stream(table.columns())
            .filter(title -> title.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    new MobileSparkException(
                        String.format(
                            Locale.ROOT,
                            "%s has no column %s, found %s; --classes lists the classes of other truth",
                            labels.source(),
                            wanted,
                            String.join(", ", table.columns()))));
    List<String> found =
        table
            .select(col("`" + column.replace("`", "``") + "`").cast("string").as("label"))
            .filter(col("label").isNotNull())
            .distinct()
            .limit(MOST_CLASSES + 1)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    if (found.size() < 2 || found.size() > MOST_CLASSES) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "A head needs 2 to %d classes, found %d in %s",
              MOST_CLASSES,
              found.size(),
              labels.source()));
    }
    return ClassList.of("the labels in " + labels.source(), found);
  }

  private Dataset<Row> table() {
    try {
      return isCsv()
          ? spark
              .read()
              .option("header", true)
              .option("escape", "\"")
              .option("comment", "#")
              .option("ignoreLeadingWhiteSpace", true)
              .option("ignoreTrailingWhiteSpace", true)
              .csv(labels.source())
          : ParquetFolder.read(spark, labels.source());
    } catch (Exception e) {
      // Scala's checked AnalysisException among them.
      throw new MobileSparkException("There are no labels in " + labels.source(), e);
    }
  }

  private boolean isCsv() {
    return labels.source().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** Labels that were taken for classes are labels, also where they look like numbers. */
  private TruthSettings truth() {
    Optional<String> format =
        labels.classes().isPresent()
            ? Optional.empty()
            : Optional.of(isCsv() ? "csv-label" : "parquet-label");
    return new TruthSettings(
        labels.source(),
        format,
        labels.columns(),
        Optional.empty(),
        labels.classes().orElse(TruthSettings.IMAGENET),
        Optional.empty(),
        TruthSettings.EVEN,
        0,
        false);
  }
}
