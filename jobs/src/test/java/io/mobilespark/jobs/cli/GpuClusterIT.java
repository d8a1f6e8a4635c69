// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.SparkSubmit;
import io.mobilespark.jobs.testbed.StandaloneCluster;
import io.mobilespark.testing.FragileModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of two workers whose discovery scripts tell of two GPUs each, which are not there:
 * Spark schedules by it as configured, and what the tasks find out is told.
 */
class GpuClusterIT {
  private static final Duration AT_MOST = Duration.ofMinutes(4);
  private static final Pattern STARTED =
      Pattern.compile(
          "Starting task .*, ?executor (\\d+), .*taskResourceAssignments .*gpu ?-> ?(.*)");

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
    drawings = Drawings.below(folder, 60, 0);
    logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
    cluster = StandaloneCluster.start(folder, List.of(worker(0, 1), worker(2, 3)), logging);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void tasksGetTheAddressOfTheirExecutorAndTellWhatTheyFound() throws IOException {
    Path output = folder.resolve("auto-table");
    SparkSubmit.Ended ended = label("auto", output, "--device", "auto");
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(PredictedRow.byName(output)).hasSize(drawings.files());
    eachExecutorHas(1, ended.output());
    assertThat(ended.output().lines().filter(line -> line.startsWith("Device ")))
        .as("once, whoever found it")
        .hasSize(1)
        .allMatch(line -> line.contains("cpu: TensorFlow on the class path is its CPU build"));
  }

  @Test
  void tasksAreSpreadOverTheGpusOfAnExecutor() throws IOException {
    Path output = folder.resolve("spread-table");
    SparkSubmit.Ended ended =
        submit("spread", 2, "1")
            .run("label", drawings.command(drawings.input(), output, "--device", "auto"), AT_MOST);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(PredictedRow.byName(output)).hasSize(drawings.files());
    eachExecutorHas(2, ended.output());
  }

  /** As Spark's log tells of the tasks it starts. */
  private static void eachExecutorHas(int gpus, String log) {
    SortedMap<String, Set<String>> addresses = new TreeMap<>();
    Matcher started = STARTED.matcher(log);
    while (started.find()) {
      addresses
          .computeIfAbsent(started.group(1), executor -> new TreeSet<>())
          .add(started.group(2));
    }
    assertThat(addresses).as(log).hasSize(2);
    assertThat(addresses.values()).allMatch(each -> each.size() == gpus);
    assertThat(new TreeSet<>(addresses.values().stream().flatMap(Set::stream).toList()))
        .as("exclusive")
        .hasSize(2 * gpus);
  }

  @Test
  void aGpuThatIsDemandedAndDoesNotWorkEndsTheJobBeforeAPictureIsRead() throws IOException {
    Path output = folder.resolve("gpu-table");
    SparkSubmit.Ended ended = label("gpu", output, "--device", "gpu");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output().lines().filter(line -> line.startsWith("mobilespark: ")))
        .hasSize(1)
        .allMatch(
            line ->
                line.matches(
                    "mobilespark: Executor [01] on 127.0.0.1: --device gpu cannot be had:"
                        + " TensorFlow on the class path is its CPU build.*"));
    assertThat(output).doesNotExist();
  }

  @Test
  void anExecutorWhoseDeviceIsLostIsEndedAndOthersDoItsTasks() throws IOException {
    Path output = folder.resolve("lost-table");
    FragilePictures pictures = FragilePictures.below(folder.resolve("fragile"));
    List<String> command = pictures.command(output, "--device", "auto", "--device-batch", "4");
    try (JavaProcess run = submit("lost", 1, "0.5").start("label", command)) {
      run.await(() -> executorsSay("MobileSpark ends executor"), "a lost device", AT_MOST);
      pictures.mend();
      assertThat(run.exitCode(AT_MOST)).as(run.output()).isZero();
      assertThat(run.output()).contains("exited with code 97");
    }
    assertThat(executorsSay(FragileModel.LOST)).isTrue();
    assertThat(PredictedRow.byName(output))
        .hasSize(FragilePictures.PICTURES)
        .allSatisfy((name, row) -> assertThat(row.error()).as(name).isEmpty());
  }

  private static boolean executorsSay(String words) {
    try (Stream<Path> files = Files.walk(cluster.folder(), 4)) {
      for (Path log : files.filter(file -> file.endsWith("stderr")).toList()) {
        if (Files.readString(log).contains(words)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SparkSubmit.Ended label(String name, Path output, String... options)
      throws IOException {
    return submit(name, 1, "0.5")
        .run("label", drawings.command(drawings.input(), output, options), AT_MOST);
  }

  /** Executors of two tasks at a time. */
  private static SparkSubmit submit(String name, int gpus, String share) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.executor.cores", "2");
    settings.put("spark.cores.max", "4");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.memoryOverhead", "512m");
    settings.put("spark.executor.resource.gpu.amount", "" + gpus);
    settings.put("spark.task.resource.gpu.amount", share);
    // So that no executor is idle while the other one works.
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    settings.put("spark.executor.extraJavaOptions", "-Dlog4j2.configurationFile=" + logging);
    return new SparkSubmit(
        cluster.home(),
        cluster.url(),
        Files.createDirectory(folder.resolve(name)),
        Path.of("..", "conf", "gpu-standalone.properties").toAbsolutePath().normalize(),
        settings,
        Map.of("TF_CPP_MIN_LOG_LEVEL", "3"),
        logging);
  }

  private static StandaloneCluster.Worker worker(int gpu, int other) throws IOException {
    Path script = folder.resolve("gpu-" + gpu + ".sh");
    String json =
        String.format(Locale.ROOT, "{\"name\":\"gpu\",\"addresses\":[\"%d\",\"%d\"]}", gpu, other);
    Files.writeString(script, "#!/bin/sh\necho '" + json + "'\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return new StandaloneCluster.Worker(
        2,
        Map.of(
            "spark.worker.resource.gpu.amount",
            "2",
            "spark.worker.resource.gpu.discoveryScript",
            script.toString()));
  }
}
