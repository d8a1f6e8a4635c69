// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_extract;

import io.mobilespark.source.LiteralPaths;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.spark.Rejections;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of a table that go: pictures which storage did not deliver then, and of which the run has a
 * row now; and of each shard that the run has read, what stood for the rest of it that storage did
 * not deliver. Found by joins; the driver learns of files and reasons, and of no row.
 *
 * @param rows {@link #KEY}, {@code error} and {@link #FILE}; stored in the run's workplace
 * @param counts rows by reason
 */
public record Retried(Dataset<Row> rows, Map<String, Long> counts) {
  /** What tells rows apart. */
  static final String[] KEY = {"path", "model", "preset"};

  /** Where in the table a row stands, as Spark writes it. */
  static final String FILE = "retried_file";

  /** The column that Spark adds to tables of files. */
  static final Column FILE_PATH = col("_metadata.file_path");

  /** The key of what is left of a shard: its path, and where in it reading began. */
  private static final String REST_OF_SHARD = "(?s)^(.+)#@[0-9]+\\z";

  /** Copies the counts. */
  public Retried {
    counts = Map.copyOf(counts);
  }

  /** Whether a picture of this row is to be done anew. */
  static Column isToBeRetried() {
    return col("error").isNotNull().and(col("error").isin(Rejections.STORAGE.toArray()));
  }

  /**
   * Compares the table with the committed waves.
   *
   * @param listed the files that the run has read, a column {@code path}
   */
  static Retried find(TableSink sink, RunJournal run, Dataset<Row> listed) throws IOException {
    Dataset<Row> errors =
        sink.table()
            .where(isToBeRetried())
            .select(col("path"), col("model"), col("preset"), col("error"), FILE_PATH.as(FILE))
            .withColumn("shard", regexp_extract(col("path"), REST_OF_SHARD, 1));
    Dataset<Row> anew = keys(sink.read(run.waveFolders())).withColumn("anew", lit(true));
    Dataset<Row> read = listed.select(col("path").as("shard"), lit(true).as("read"));
    Dataset<Row> found =
        errors
            .join(anew, KEY, "left_outer")
            .join(read, new String[] {"shard"}, "left_outer")
            .where(col("anew").isNotNull().or(col("read").isNotNull()))
            .select("path", "model", "preset", "error", FILE);
    Path folder = new Path(run.place().retried(), "rows");
    run.place().fileSystem().delete(folder, true);
    sink.store(found, folder);
    Dataset<Row> rows =
        LiteralPaths.below(sink.session()).schema(found.schema()).parquet(folder.toString());
    Map<String, Long> counts = new TreeMap<>();
    rows.groupBy("error")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return new Retried(rows, counts);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** How many there are. */
  long all() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Their keys, each once, with the file that is to have the new row: a key that stands in two
   * files would otherwise get two.
   */
  Dataset<Row> places() {
    return rows.groupBy("path", "model", "preset").agg(min(FILE).as(FILE));
  }

  private static Dataset<Row> keys(Dataset<Row> rows) {
    return rows.select("path", "model", "preset");
  }
}
