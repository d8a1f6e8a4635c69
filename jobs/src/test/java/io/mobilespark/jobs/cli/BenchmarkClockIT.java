// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.report.Spread;
import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.SharedFiles;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark's rate against a clock that is not its own: {@code label} as a process, timed from
 * outside over all pictures and over half of them; what the other half adds is without start-up.
 * Measured on a quiet machine, and by hand:
 *
 * <pre>
 * mvn verify -pl udfs,jobs -Dtest=none -Dit.test=BenchmarkClockIT \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dmobilespark.rates.pictures=DIR
 * </pre>
 */
@EnabledIfSystemProperty(named = "mobilespark.rates.pictures", matches = ".+")
class BenchmarkClockIT {
  private static final int ROUNDS = Integer.getInteger("mobilespark.rates.rounds", 2);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private Path folder;

  @Test
  void theRateIsThatOfProcessesTimedFromOutside() throws Exception {
    List<Path> pictures = pictures(Path.of(System.getProperty("mobilespark.rates.pictures")));
    Path all = manifest("all.txt", pictures);
    Path half = manifest("half.txt", pictures.subList(0, pictures.size() / 2));
    List<Double> rates = new ArrayList<>();
    List<Double> outside = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double short1 = label(half, pictures.size() / 2);
      rates.add(benchmark(pictures.size()));
      double long1 = label(all, pictures.size());
      outside.add((pictures.size() - pictures.size() / 2) / (long1 - short1));
      System.out.printf(
          Locale.ROOT,
          "round %d: label took %.1f s for half of %,d pictures and %.1f s for all: %.1f"
              + " pictures/s; the benchmark says %.1f%n",
          round + 1,
          short1,
          pictures.size(),
          long1,
          outside.get(round),
          rates.get(round));
    }
    double ratio = Spread.of(rates).median() / Spread.of(outside).median();
    System.out.printf(Locale.ROOT, "the benchmark's rate by that from outside: %.3f%n", ratio);
    assertThat(ratio).isBetween(0.85, 1.15);
  }

  private static List<Path> pictures(Path below) throws Exception {
    try (Stream<Path> files = Files.walk(below.toRealPath())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Path manifest(String name, List<Path> pictures) throws Exception {
    return Files.write(folder.resolve(name), pictures.stream().map(Path::toString).toList());
  }

  /** Seconds of the process; every picture has its row. */
  private double label(Path manifest, int pictures) throws Exception {
    Path output = folder.resolve("table");
    long start = System.nanoTime();
    run("label", "--manifest", manifest.toString(), "--overwrite", "--output", output.toString());
    double seconds = (System.nanoTime() - start) / 1e9;
    JsonNode run = new ObjectMapper().readTree(output.resolve("_mobilespark/run.json").toFile());
    assertThat(run.get("pictures").asInt()).isEqualTo(pictures);
    return seconds;
  }

  private double benchmark(int pictures) throws Exception {
    Path output = folder.resolve("benchmark");
    run(
        "benchmark",
        "--input",
        System.getProperty("mobilespark.rates.pictures"),
        "--repetitions",
        "1",
        "--output",
        output.toString());
    JsonNode json = new ObjectMapper().readTree(output.resolve("benchmark.json").toFile());
    assertThat(json.get("pictures").asInt()).isEqualTo(pictures);
    return json.get("end_to_end").asDouble();
  }

  private void run(String... command) {
    List<String> arguments = new ArrayList<>();
    // Spark's openings, and JaCoCo's agent not.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add") || argument.startsWith("-D"))
        .forEach(arguments::add);
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    arguments.addAll(List.of(command));
    arguments.addAll(List.of("--model", "mobilenet_v2", "--preset", "squash"));
    String weights = "data/weights/mobilenet_v2_1.0_224-assembled.h5";
    arguments.addAll(List.of("--weights", SharedFiles.require(weights).toString()));
    arguments.addAll(List.of("--master", "local[2]"));
    Map<String, String> environment =
        Map.of("SPARK_LOCAL_IP", "127.0.0.1", "TF_CPP_MIN_LOG_LEVEL", "3");
    try (JavaProcess process = JavaProcess.start(command[0], folder, arguments, environment)) {
      assertThat(process.exitCode(PATIENCE)).as(process.output()).isZero();
    }
  }
}
