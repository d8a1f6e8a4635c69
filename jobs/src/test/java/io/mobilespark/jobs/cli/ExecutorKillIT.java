// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.SparkSubmit;
import io.mobilespark.jobs.testbed.StandaloneCluster;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors of a standalone cluster killed as {@code kill -9} does at random moments, while every
 * task is run twice that takes a little longer than others; {@code -Dmobilespark.kills=10} for more
 * kills.
 */
class ExecutorKillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int KILLS = Integer.getInteger("mobilespark.kills", 2);

  /** Pictures that may be done between two kills. */
  private static final int BETWEEN = 20;

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
  private static StandaloneCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static Path logging;

  @BeforeAll
  static void start() throws IOException {
    drawings = Drawings.below(folder, BETWEEN * (KILLS + 2), 6);
    logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
    cluster = StandaloneCluster.start(folder, 2, logging);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void noRowIsLostOrDoubled() throws Exception {
    String output =
        killAndCheck(
            Map.of(
                "spark.speculation", "true",
                // Rows are counted at the end of a task only: all would do equally well.
                "spark.speculation.efficiency.enabled", "false",
                "spark.speculation.interval", "50ms",
                "spark.speculation.multiplier", "1.01",
                "spark.speculation.quantile", "0.1",
                "spark.speculation.minTaskRuntime", "10ms"));
    assertThat(output).containsPattern("Marking task .* as speculatable");
  }

  private static String killAndCheck(Map<String, String> settings)
      throws IOException, InterruptedException {
    Path results = Files.createDirectory(folder.resolve("results"));
    Path opened = results.resolve("opened.txt");
    Path table = results.resolve("table");
    long seed = System.nanoTime();
    System.out.println("Seed of the kills: " + seed);
    Random random = new Random(seed);
    try (JavaProcess run = submit(results, opened, settings).start("label", command(table))) {
      for (int i = 0; i < KILLS; i++) {
        long next = lines(opened) + 1 + random.nextInt(BETWEEN);
        run.await(() -> lines(opened) >= next, "picture " + next, PATIENCE);
        if (i == 0) {
          // In the middle of a picture: what it has done so far must be done again.
          assertThat(lastToOpen(opened).destroyForcibly()).isTrue();
        } else {
          Thread.sleep(random.nextInt(300));
          assertThat(run.isAlive()).as("kill %d, seed %d: %s", i, seed, run.output()).isTrue();
          List<ProcessHandle> executors = cluster.executors();
          assertThat(executors).isNotEmpty();
          assertThat(executors.get(random.nextInt(executors.size())).destroyForcibly()).isTrue();
        }
      }
      assertThat(run.exitCode(PATIENCE)).as("seed %d: %s", seed, run.output()).isZero();
      assertThat(PredictedRow.byName(table)).as("seed %d", seed).hasSize(drawings.files());
      JsonNode manifest =
          new ObjectMapper().readTree(table.resolve("_mobilespark/run.json").toFile());
      assertThat(manifest.get("pictures").asInt()).isEqualTo(drawings.files());
      assertThat(manifest.at("/counts/classified").asInt()).isEqualTo(drawings.set().pictures());
      List<String> readings = Files.readAllLines(opened);
      assertThat(new HashSet<>(readings)).hasSize(drawings.files());
      assertThat(readings).as("something was done again").hasSizeGreaterThan(drawings.files());
      return run.output();
    }
  }

  private static SparkSubmit submit(Path results, Path opened, Map<String, String> further)
      throws IOException {
    String faulty = FaultyFileSystem.class.getProtectionDomain().getCodeSource().getLocation() + "";
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.memoryOverhead", "512m");
    settings.put("spark.executor.extraJavaOptions", "-Dlog4j2.configurationFile=" + logging);
    settings.put("spark.jars", faulty);
    settings.put("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName());
    settings.put("spark.hadoop.faulty.opened", opened.toString());
    settings.put("spark.hadoop.faulty.open.millis", "100");
    settings.put("spark.hadoop.faulty.tardy", tardy());
    settings.putAll(further);
    return new SparkSubmit(
        cluster.home(),
        cluster.url(),
        results,
        Path.of("..", "conf", "standalone.properties").toAbsolutePath().normalize(),
        settings,
        Map.of("TF_CPP_MIN_LOG_LEVEL", "3"),
        logging);
  }

  /** A picture in the middle of the second wave: its task takes longer than the wave's others. */
  private static String tardy() throws IOException {
    try (Stream<Path> files = Files.walk(drawings.set().folder())) {
      return files
          .filter(file -> file.toString().matches(".*\\.(png|jpg)"))
          .sorted()
          .skip(60)
          .findFirst()
          .orElseThrow()
          .getFileName()
          .toString();
    }
  }

  private static List<String> command(Path table) {
    List<String> command = new ArrayList<>(drawings.command("faulty:" + drawings.input(), table));
    command.addAll(List.of("--unit-pictures", "40", "--prefetch-requests", "1"));
    return command;
  }

  /** The executor that opened the last picture, which takes it a tenth of a second. */
  private static ProcessHandle lastToOpen(Path opened) throws IOException {
    List<String> processes = Files.readAllLines(Path.of(opened + ".processes"));
    String last = processes.get(processes.size() - 1);
    return ProcessHandle.of(Long.parseLong(last)).orElseThrow();
  }

  private static long lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
