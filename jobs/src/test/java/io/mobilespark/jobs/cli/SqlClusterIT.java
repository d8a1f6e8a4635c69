// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries give the rows of label: on any number of cores, and in executors of their own. */
class SqlClusterIT {
  private static final Path JAR = Path.of("target", "mobilespark-all.jar").toAbsolutePath();

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static SortedMap<String, PredictedRow> labelled;

  @BeforeAll
  static void label() throws IOException {
    drawings = Drawings.below(folder, 60, 4);
    PackedDrawings.of(drawings).table(folder.resolve("pictures"));
    Path output = folder.resolve("labelled");
    CommandRun run = CommandRun.of(drawings.command(folder.resolve("pictures").toString(), output));
    assertThat(run.exitCode()).as(run.err()).isZero();
    labelled = PredictedRow.byName(output);
    assertThat(labelled).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[4]"})
  void inOneProcess(String master) throws IOException {
    queriesGiveTheRowsOfLabel(SparkSession.builder().master(master));
  }

  @Test
  void onACluster() throws IOException {
    Path logging =
        Files.writeString(
            folder.resolve("logging.properties"),
            """
            rootLogger.level = info
            rootLogger.appenderRef.out.ref = out
            appender.out.type = Console
            appender.out.name = out
            appender.out.target = SYSTEM_ERR
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = %d{HH:mm:ss} %p %c: %m%n
            """);
    try (StandaloneCluster cluster = StandaloneCluster.start(folder, 2, logging)) {
      queriesGiveTheRowsOfLabel(
          SparkSession.builder()
              .master(cluster.url())
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.executor.memory", "1g")
              .config("spark.jars", JAR.toString()));
      assertThat(cluster.folder().resolve("work-0")).isNotEmptyDirectory();
    }
  }

  private static void queriesGiveTheRowsOfLabel(SparkSession.Builder builder) throws IOException {
    PredictedRow any = labelled.values().iterator().next();
    builder
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.extensions", "io.mobilespark.spark.MobileSparkExtensions");
    List<String> command = drawings.command("", "");
    for (String option : List.of("model", "alpha", "resolution", "weights", "preset", "classes")) {
      builder.config(
          "spark.mobilespark." + option, command.get(command.indexOf("--" + option) + 1));
    }
    try (SparkSession spark = builder.getOrCreate()) {
      spark.read().parquet(folder.resolve("pictures").toString()).createOrReplaceTempView("t");
      for (boolean adaptive : List.of(true, false)) {
        spark.conf().set("spark.sql.adaptive.enabled", adaptive);
        Path output = folder.resolve("queried");
        spark
            .sql(
                String.format(
                        Locale.ROOT,
                        "SELECT path, c.*, '%s' AS model, '%s' AS preset FROM",
                        any.model(),
                        any.preset())
                    + " (SELECT path, mobilenet_classify(content) c FROM t) ORDER BY path")
            .write()
            .mode("overwrite")
            .parquet(output.toString());
        SortedMap<String, PredictedRow> queried = PredictedRow.byName(output);
        assertThat(queried).hasSameSizeAs(labelled);
        labelled.forEach(
            (name, row) -> row.assertLike(queried.getOrDefault(name, PredictedRow.NONE)));
      }
    }
  }
}
