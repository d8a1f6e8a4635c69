// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.KillingDecoder;
import io.mobilespark.jobs.testbed.SparkSubmit;
import io.mobilespark.jobs.testbed.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors of two tasks at a time that die of pictures, on a standalone cluster: the run ends by
 * itself, and only those pictures are lost.
 */
class KillingPictureClusterIT {
  private static final Duration AT_MOST = Duration.ofMinutes(6);

  private static final String LOGGING =
      """
      rootLogger.level = info
      rootLogger.appenderRef.out.ref = out
      appender.out.type = Console
      appender.out.name = out
      appender.out.target = SYSTEM_ERR
      appender.out.layout.type = PatternLayout
      appender.out.layout.pattern = %d{HH:mm:ss} %p %c: %m%n
      """;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static KillingPictures pictures;

  @SuppressWarnings("NullAway.Init")
  private static StandaloneCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static Path logging;

  @BeforeAll
  static void start() throws IOException {
    pictures = KillingPictures.below(folder, 60, 3);
    logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
    cluster =
        StandaloneCluster.start(
            folder, List.of(new StandaloneCluster.Worker(2, Map.of())), logging);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** More of them in one split than a task may fail, so that the wave is tried again. */
  @Test
  void theRunEndsByItselfAndOnlyThePicturesThatKillAreLost() throws IOException {
    Path results = Files.createDirectory(folder.resolve("results"));
    List<Path> killers = List.of(pictures.file(0), pictures.file(1), pictures.file(9));
    Path input = pictures.marked("marked", killers);
    Path table = results.resolve("table");
    List<String> command =
        new ArrayList<>(pictures.drawings().command(input.toString(), table.toString()));
    SparkSubmit.Ended run = submit(results).run("label", command, AT_MOST);
    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output())
        .contains("exited with code " + KillingDecoder.EXIT_CODE)
        .containsPattern("CRASHED +3");
    pictures.assertLost(killers, table);
    Leftovers.assertNone(results);
  }

  private static SparkSubmit submit(Path results) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.executor.cores", "2");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.memoryOverhead", "512m");
    settings.put("spark.task.maxFailures", "4");
    settings.put(
        "spark.executor.extraJavaOptions",
        "-Dlog4j2.configurationFile=" + logging + " " + pictures.agent());
    return new SparkSubmit(
        cluster.home(),
        cluster.url(),
        results,
        Path.of("..", "conf", "standalone.properties").toAbsolutePath().normalize(),
        settings,
        Map.of("TF_CPP_MIN_LOG_LEVEL", "3"),
        logging);
  }
}
