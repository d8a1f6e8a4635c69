package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.spark.StorageErrors;
import io.mobilespark.spark.StorageErrors.Cause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What was written, read back: tasks that ran twice count once there.
 *
 * @param rows of a wave or of several
 * @param expected about as many rows there are
 * @param models rows per picture
 * @param success the outcome of a picture without an error
 */
record CommittedRows(Dataset<Row> rows, long expected, int models, String success) {
  /** Rows that one task counts at once, sorted by path in its memory. */
  private static final long ROWS_PER_TASK = 100_000;

  /**
   * Pictures by outcome, those that went well first.
   *
   * @throws MobileSparkException when a picture has two rows of one model, or the models do not
   *     have the same outcomes
   */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    List<Row> outcomes =
        // By path alone and in few parts: a wave takes one shuffle, of one file per task.
        rows.repartition(parts(), functions.col("path"))
            .groupBy("path", "model", "preset")
            .agg(
                functions
                    .first(functions.coalesce(functions.col("error"), functions.lit(success)))
                    .as("outcome"),
                functions.count("*").as("copies"))
            .groupBy("outcome")
            .agg(functions.count("*"), functions.max("copies"))
            .collectAsList();
    for (Row outcome : outcomes) {
      if (outcome.getLong(2) != 1) {
        throw new MobileSparkException(
            "A picture of outcome %s has %d rows of one model; nothing was committed"
                .formatted(outcome.getString(0), outcome.getLong(2)));
      }
      if (outcome.getLong(1) % models != 0) {
        throw new MobileSparkException(
            "%d rows of outcome %s by %d models; nothing was committed"
                .formatted(outcome.getLong(1), outcome.getString(0), models));
      }
      counts.put(outcome.getString(0), outcome.getLong(1) / models);
    }
    return ordered(counts, success);
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

  /** How many of these pictures storage did not deliver. */
  static long storageErrors(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(count -> StorageErrors.REASONS.contains(count.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Some pictures that storage did not deliver. */
  List<Cause> storageCauses() {
    return rows
        .filter(functions.col("error").isin(StorageErrors.REASONS.toArray()))
        .select("path", "error", "error_detail")
        .limit(5)
        .collectAsList()
        .stream()
        .map(row -> new Cause(row.getString(0), row.getString(1), row.getString(2)))
        .toList();
  }
}
