// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.KillingDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local runs whose process dies of a picture, and the runs that go on with them. */
class KillingPictureIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static KillingPictures pictures;

  @BeforeAll
  static void draw() throws IOException {
    pictures = KillingPictures.below(folder, 60, 3);
  }

  /** The first process takes no notes, the second and the third find out. */
  @Test
  void onePictureIsFoundByTwoMoreDeaths() throws IOException {
    List<Path> killers = List.of(pictures.file(3));
    Path input = pictures.marked("one", killers);
    Path results = Files.createDirectory(folder.resolve("of-one"));
    Path table = results.resolve("table");
    die("one", 3, pictures.drawings().command(input.toString(), table, "--unit-pictures", "20"));
    pictures.assertLost(killers, table);
    Leftovers.assertNone(results);
  }

  @Test
  void twoInOneBatchAreFoundOneAfterTheOther() throws IOException {
    List<Path> killers = List.of(pictures.file(0), pictures.file(1));
    Path input = pictures.marked("two", killers);
    Path results = Files.createDirectory(folder.resolve("of-two"));
    Path table = results.resolve("table");
    die("two", 4, pictures.drawings().command(input.toString(), table, "--unit-pictures", "20"));
    pictures.assertLost(killers, table);
    Leftovers.assertNone(results);
  }

  @Test
  void membersOfShardsAreFoundByFeaturesToo() throws IOException {
    Path killer = pictures.file(3);
    Path input = pictures.marked("packed", List.of(killer));
    // What is no picture has no place in a shard.
    Files.delete(input.resolve("labels.csv"));
    Files.delete(input.resolve("classes.txt"));
    Path shards = folder.resolve("shards");
    CommandRun pack =
        CommandRun.of("pack", "--input", input.toString(), "--output", shards.toString());
    assertThat(pack.exitCode()).as(pack.err()).isZero();
    Path results = Files.createDirectory(folder.resolve("of-packed"));
    Path table = results.resolve("table");
    List<String> label = pictures.drawings().command(shards.toString(), table);
    List<String> embed = new ArrayList<>(label);
    embed.set(0, "embed");
    int classes = embed.indexOf("--classes");
    embed.subList(classes, classes + 2).clear();
    die("packed", 3, embed);
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      Dataset<Row> rows = spark.read().parquet(table.toString());
      assertThat(rows.filter("error = 'CRASHED'").select("path").collectAsList())
          .singleElement()
          .extracting(row -> row.getString(0))
          .asString()
          .endsWith("#" + killer);
      assertThat(rows.filter("error is null").count()).isEqualTo(59);
      assertThat(rows.count()).isEqualTo(63);
    }
    Leftovers.assertNone(results);
  }

  /** Runs a command whose process dies so many times, and is then done. */
  private static void die(String name, int deaths, List<String> command) {
    for (int i = 0; i <= deaths; i++) {
      List<String> arguments = new ArrayList<>(command);
      if (i > 0) {
        arguments.add("--resume");
      }
      try (JavaProcess run =
          CommandProcess.start(name + "-" + i, folder, arguments, pictures.agent())) {
        assertThat(run.exitCode(PATIENCE))
            .as("process %d: %s", i, run.output())
            .isEqualTo(i < deaths ? KillingDecoder.EXIT_CODE : 0);
      }
    }
  }
}
