// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.spark.Rejections.Cause;
import io.mobilespark.spark.Rejections.Tally;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/**
 * What was written, read back: tasks that ran twice count once there.
 *
 * @param rows of a wave or of several
 * @param expected about as many rows there are
 * @param models rows per picture
 * @param success the outcome of a picture without an error
 * @param doubles keys of the source and how often they stand there, columns {@code key} and {@code
 *     count}; empty where each stands there once
 */
record CommittedRows(
    Dataset<Row> rows, long expected, int models, String success, Optional<Dataset<Row>> doubles) {
  /** Rows that one task counts at once, sorted by path in its memory. */
  private static final long ROWS_PER_TASK = 100_000;

  private static final int CAUSES = 3;

  private static final Column PATH = functions.col("path");
  private static final Column MODEL = functions.col("model");
  private static final Column PRESET = functions.col("preset");

  /**
   * Pictures by outcome, those that went well first.
   *
   * @throws MobileSparkException when a picture has two rows of one model, or the models do not
   *     have the same outcomes
   */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    doubles.ifPresent(this::requireAsMany);
    for (Row outcome : outcomes()) {
      if (outcome.getLong(2) != 1 && doubles.isEmpty()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "A picture of outcome %s has %d rows of one model; nothing was committed",
                outcome.getString(0),
                outcome.getLong(2)));
      }
      counts.merge(outcome.getString(0), outcome.getLong(1), Long::sum);
    }
    counts.replaceAll(this::pictures);
    return ordered(counts, success);
  }

  /** A picture has as many rows of each model as its key has in the source. */
  private void requireAsMany(Dataset<Row> source) {
    Column written = functions.coalesce(functions.col("written"), functions.lit(0L));
    Column wanted = functions.coalesce(functions.col("count"), functions.lit(0L));
    Column stranger = functions.col("most").notEqual(functions.col("least"));
    List<Row> wrong =
        rows.groupBy(PATH, MODEL, PRESET)
            .agg(functions.count(functions.lit(1)).as("written"))
            .groupBy(PATH)
            .agg(
                functions.sum("written").as("written"),
                functions.max("written").as("most"),
                functions.min("written").as("least"))
            .join(source, PATH.equalTo(functions.col("key")), "full_outer")
            .where(written.notEqual(wanted.multiply(models)).or(stranger))
            .select(functions.coalesce(PATH, functions.col("key")), written, wanted)
            .limit(1)
            .collectAsList();
    for (Row row : wrong) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The picture %s has %d rows by %d models, its key stands in %d rows; nothing was"
                  + " committed",
              row.getString(0),
              row.getLong(1),
              models,
              row.getLong(2)));
    }
  }

  private long pictures(String outcome, long ofAllModels) {
    if (ofAllModels % models != 0) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%d rows of outcome %s by %d models; nothing was committed",
              ofAllModels,
              outcome,
              models));
    }
    return ofAllModels / models;
  }

  /**
   * Outcome, rows, and the most rows that a picture has of one model, of every part. Counted here:
   * Spark's own aggregation, by a first outcome of a path, compiles a dozen classes more in every
   * run, which takes 0.2 s, and about 0.5 s in a new JVM.
   */
  private List<Row> outcomes() {
    Column outcome = functions.coalesce(functions.col("error"), functions.lit(success));
    return rows.select(PATH, MODEL, PRESET, outcome)
        // By path alone and in few parts: a wave takes one shuffle, of one file per task.
        .repartition(parts(), PATH)
        .sortWithinPartitions(PATH, MODEL, PRESET)
        .javaRDD()
        .mapPartitions(CommittedRows::count)
        .collect();
  }

  private static Iterator<Row> count(Iterator<Row> sorted) {
    Map<String, long[]> counts = new TreeMap<>();
    Row last = RowFactory.create(null, null, null);
    long copies = 0;
    while (sorted.hasNext()) {
      Row row = sorted.next();
      copies = isOfSamePicture(row, last) ? copies + 1 : 1;
      long[] count = counts.computeIfAbsent(row.getString(3), outcome -> new long[2]);
      count[0]++;
      count[1] = Math.max(count[1], copies);
      last = row;
    }
    return counts.entrySet().stream()
        .map(count -> RowFactory.create(count.getKey(), count.getValue()[0], count.getValue()[1]))
        .iterator();
  }

  private static boolean isOfSamePicture(Row row, Row last) {
    return IntStream.range(0, 3).allMatch(i -> Objects.equals(row.get(i), last.get(i)));
  }

  private int parts() {
    return Math.toIntExact(Math.max(1, (expected + ROWS_PER_TASK - 1) / ROWS_PER_TASK));
  }

  /** Outcomes by number, those that went well first. */
  static Map<String, Long> ordered(Map<String, Long> counts, String success) {
    Map<String, Long> ordered = new LinkedHashMap<>();
    ordered.put(success, counts.getOrDefault(success, 0L));
    counts.entrySet().stream()
        .filter(count -> !count.getKey().equals(success))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(count -> ordered.put(count.getKey(), count.getValue()));
    return ordered;
  }

  /** Those of these pictures that have no result, without naming any. */
  static Tally rejected(Map<String, Long> counts, String success) {
    Map<String, Long> rejected = new TreeMap<>(counts);
    rejected.remove(success);
    return new Tally(rejected, List.of());
  }

  /** The same with some of them: a few of each reason, so that a flood of one hides no other. */
  Tally explained(Tally rejected) {
    List<Cause> causes =
        rejected.counts().keySet().stream()
            .map(reason -> rows.filter(functions.col("error").equalTo(reason)).limit(CAUSES))
            .reduce(Dataset::union)
            .map(some -> some.select("path", "error", "error_detail").collectAsList())
            .orElse(List.of())
            .stream()
            .map(row -> new Cause(row.getString(0), row.getString(1), row.getString(2)))
            .toList();
    return new Tally(rejected.counts(), causes);
  }
}
