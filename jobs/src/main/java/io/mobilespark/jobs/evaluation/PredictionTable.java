// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import io.mobilespark.MobileSparkException;
import io.mobilespark.source.ParquetFolder;
import io.mobilespark.labels.ClassList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One model's predictions, as {@code label} writes them.
 *
 * @param uri the table's folder
 * @param model the value of its column {@code model}
 * @param preset the value of its column {@code preset}
 * @param rows of {@link io.mobilespark.spark.PredictionRows#SCHEMA}
 */
public record PredictionTable(String uri, String model, String preset, Dataset<Row> rows) {
  private static final List<String> COLUMNS =
      List.of("path", "predictions", "error", "model", "preset");

  /**
   * Opens a table.
   *
   * @param model whose rows to take, where the table has several
   * @throws MobileSparkException when there is no such table, or the model has to be named
   */
  public static PredictionTable open(SparkSession spark, String uri, Optional<String> model) {
    return open(spark, uri, new RunChoice(model, Optional.empty(), ""));
  }

  /**
   * Opens a table.
   *
   * @param choice whose rows to take, where the table has several runs
   * @throws MobileSparkException when there is no such table, or the run has to be named
   */
  public static PredictionTable open(SparkSession spark, String uri, RunChoice choice) {
    Dataset<Row> rows = predictions(spark, uri);
    List<Row> runs =
        rows.select("model", "preset").distinct().orderBy("model", "preset").collectAsList();
    if (runs.isEmpty()) {
      return new PredictionTable(uri, "none", "none", rows);
    }
    List<Row> chosen =
        runs.stream().filter(run -> choice.takes(run.getString(0), run.getString(1))).toList();
    if (chosen.size() != 1) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s holds predictions of %s: %s",
              uri,
              runs.stream()
                  .map(run -> run.getString(0) + " with " + run.getString(1))
                  .collect(Collectors.joining(", ")),
              chosen.isEmpty() ? choice.notThere() : choice.wanted(chosen)));
    }
    Row run = chosen.get(0);
    return new PredictionTable(
        uri, run.getString(0), run.getString(1), runs.size() == 1 ? rows : of(rows, run));
  }

  /**
   * Every model's predictions of a table, in the order of models and presets.
   *
   * @throws MobileSparkException when there is no such table
   */
  public static List<PredictionTable> all(SparkSession spark, String uri) {
    Dataset<Row> rows = predictions(spark, uri);
    return rows
        .select("model", "preset")
        .distinct()
        .orderBy("model", "preset")
        .collectAsList()
        .stream()
        .map(run -> new PredictionTable(uri, run.getString(0), run.getString(1), of(rows, run)))
        .toList();
  }

  private static Dataset<Row> of(Dataset<Row> rows, Row run) {
    return rows.filter(
        col("model").equalTo(run.getString(0)).and(col("preset").equalTo(run.getString(1))));
  }

  private static Dataset<Row> predictions(SparkSession spark, String uri) {
    Dataset<Row> rows = read(spark, uri);
    List<String> absent =
        COLUMNS.stream().filter(c -> !Arrays.asList(rows.columns()).contains(c)).toList();
    if (!absent.isEmpty()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s is no table of predictions: it has the columns %s, but not %s",
              uri,
              String.join(", ", rows.columns()),
              String.join(", ", absent)));
    }
    return rows;
  }

  private static Dataset<Row> read(SparkSession spark, String uri) {
    try {
      return ParquetFolder.read(spark, uri);
    } catch (Exception e) {
      // Scala does not declare it.
      if (e instanceof AnalysisException || e instanceof IllegalArgumentException) {
        throw new MobileSparkException("There is no table of predictions in " + uri, e);
      }
      throw e;
    }
  }

  /**
   * The class list that these predictions count by: the given one, or that one behind a background.
   *
   * @throws MobileSparkException when a prediction calls its class otherwise than the list
   */
  public ClassList counting(ClassList classes) {
    Column first = col("predictions").getItem(0);
    List<Row> named =
        rows.filter(col("predictions").isNotNull())
            .select(first.getField("index").as("index"), first.getField("label").as("label"))
            .distinct()
            .filter(col("index").isNotNull())
            .collectAsList();
    Optional<Row> stranger = stranger(classes, named);
    if (stranger.isEmpty()) {
      return classes;
    }
    ClassList shifted = classes.withBackground();
    if (stranger(shifted, named).isEmpty()) {
      return shifted;
    }
    int index = stranger.get().getInt(0);
    throw new MobileSparkException(
        String.format(
            Locale.ROOT,
            "The predictions in %s call class %d '%s'; %s has %s: name the class list they were made with",
            uri,
            index,
            stranger.get().getString(1),
            classes,
            index < classes.size() ? "'" + classes.label(index) + "'" : "no such class"));
  }

  /**
   * The labels as the rows of a table that keeps all of them name them; empty where no picture was
   * classified, or only some are kept.
   */
  public Optional<ClassList> ownLabels() {
    Map<Integer, String> labels = new TreeMap<>();
    rows.filter(col("predictions").isNotNull())
        .limit(1)
        .select(explode(col("predictions")).as("each"))
        .select("each.index", "each.label")
        .collectAsList()
        .forEach(row -> labels.put(row.getInt(0), row.getString(1)));
    boolean whole =
        List.copyOf(labels.keySet()).equals(IntStream.range(0, labels.size()).boxed().toList());
    return labels.isEmpty() || !whole
        ? Optional.empty()
        : Optional.of(ClassList.of(uri, List.copyOf(labels.values())));
  }

  /**
   * Whether the probabilities of a picture together exceed 1, as only those of independent labels
   * can.
   */
  public boolean exceedsOne() {
    Column sum =
        aggregate(
            col("predictions.probability"), lit(0.0), (all, each) -> all.plus(each.cast("double")));
    return !rows.filter(col("predictions").isNotNull()).filter(sum.gt(1.01)).isEmpty();
  }

  private static Optional<Row> stranger(ClassList classes, List<Row> named) {
    return named.stream()
        .filter(
            row ->
                row.getInt(0) < 0
                    || row.getInt(0) >= classes.size()
                    || !classes.label(row.getInt(0)).equals(row.getString(1)))
        .findFirst();
  }
}
