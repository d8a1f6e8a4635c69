// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.testbed.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What {@code label --append} takes with a heap of 1 GiB against a table of very many rows: for few
 * pictures, all of which the table has but for the last, and for very many likewise. The table is
 * one of a few pictures, whose first row is repeated under other names. By hand: {@code
 * jobs/src/test/rates AppendRates DIR [ROWS [MANY]]}.
 */
public final class AppendRates {
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final long FEW = 1_000;
  private static final int NEW = 10;
  private static final int FILES = 50;
  private static final String PATH = "path";
  private static final String NAME = "name";

  private AppendRates() {}

  /**
   * Measures and prints.
   *
   * @param arguments the pictures' folder, how many rows the table gets, and how many pictures the
   *     second run is asked for
   */
  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : 100_000_000;
    long many = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1_000_000;
    Path target = Files.createDirectories(Path.of("target", "scale-rates").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "append-");
    try {
      LabelRuns runs = new LabelRuns(folder);
      ManyPictures pictures = ManyPictures.of(folder, Path.of(arguments[0]).toRealPath());
      say(runs, "first", pictures.manifest("first", LongStream.range(0, NEW)));
      repeat(runs.table(), pictures, rows);
      for (long asked : List.of(FEW, many)) {
        // From all over the table, and some that come behind its last.
        long step = rows / asked;
        LongStream numbers =
            LongStream.concat(
                LongStream.range(0, asked - NEW).map(i -> i * step),
                LongStream.range(rows, rows + NEW).map(i -> i + asked));
        say(runs, "of-" + asked, pictures.manifest("of-" + asked, numbers), "--append");
      }
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  /** A whole run, to its end. */
  private static void say(LabelRuns runs, String name, Path manifest, String... more)
      throws IOException {
    List<String> options = new ArrayList<>(List.of("--manifest", manifest.toString()));
    options.addAll(List.of(more));
    long start = System.nanoTime();
    try (JavaProcess run = runs.start(name, Map.of(), options)) {
      int code = run.exitCode(PATIENCE);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s: exit code %d after %.1f s, %,d MiB lived at most after a collection",
              name,
              code,
              seconds,
              Collections.max(runs.livedMebibytes(name))));
      System.out.println(run.output());
    }
  }

  /** Adds the first row of a table to it under the other names. */
  private static void repeat(Path table, ManyPictures pictures, long rows) throws IOException {
    SparkSession.Builder builder = SparkSession.builder().master("local[2]");
    try (SparkSession spark = builder.config("spark.ui.enabled", "false").getOrCreate()) {
      Dataset<Row> row = spark.read().parquet(table.toString()).limit(1);
      Column[] columns =
          Stream.of(row.columns())
              .map(name -> name.equals(PATH) ? functions.col(NAME).as(PATH) : functions.col(name))
              .toArray(Column[]::new);
      MapFunction<Long, String> name = pictures::name;
      spark
          .range(NEW, rows, 1, FILES)
          .map(name, Encoders.STRING())
          .toDF(NAME)
          .crossJoin(functions.broadcast(row))
          .select(columns)
          .write()
          .mode(SaveMode.Append)
          .parquet(table.toString());
    }
  }
}
