// SPDX-License-Identifier: Apache-2.0
package io.mobilespark;

import java.util.Locale;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark and says which became slower than the stored baseline. What is compared is a
 * benchmark's time by that of the calibration kernel, which runs right before and after it: the
 * fastest iteration of each, the median of some rounds. Exit code 1 when something became slower.
 *
 * <p>Arguments: {@code --write} stores the baseline, {@code --rounds N} (3), {@code --tolerance X}
 * (0.15).
 */
public final class Slower {
  private static final Path BASELINE = Path.of("src", "jmh", "baseline.json");
  private static final String CALIBRATION = "CalibrationBenchmark";
  private static final List<String> BENCHMARKS =
      List.of(
          "DecodeBenchmark",
          "ResampleBenchmark",
          "PixelTensorBenchmark",
          "InferenceBenchmark",
          "TopKBenchmark",
          "PredictionRowsBenchmark");

  private Slower() {}

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    Map<String, List<Double>> measured = new TreeMap<>();
    int rounds = Integer.parseInt(value(options, "--rounds", "3"));
    for (int round = 0; round < rounds; round++) {
      double before = calibration();
      for (String benchmark : BENCHMARKS) {
        Map<String, Double> times = times(benchmark);
        double after = calibration();
        double unit = (before + after) / 2;
        times.forEach(
            (name, time) ->
                measured.computeIfAbsent(name, n -> new ArrayList<>()).add(time / unit));
        before = after;
      }
      System.out.printf(Locale.ROOT, "round %d of %d is done%n", round + 1, rounds);
    }
    Map<String, Double> ratios = new TreeMap<>();
    measured.forEach((name, values) -> ratios.put(name, median(values)));
    if (options.contains("--write")) {
      write(ratios);
    } else if (compare(ratios, Double.parseDouble(value(options, "--tolerance", "0.15"))) > 0) {
      System.exit(1);
    }
  }

  private static String value(List<String> options, String name, String otherwise) {
    int place = options.indexOf(name);
    return place < 0 ? otherwise : options.get(place + 1);
  }

  private static double calibration() throws RunnerException {
    return times(CALIBRATION).values().iterator().next();
  }

  /** Microseconds of the fastest iteration, by method and parameters. */
  private static Map<String, Double> times(String benchmark) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("\\." + benchmark + "\\.")
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementIterations(6)
                    .measurementTime(TimeValue.milliseconds(300))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Map<String, Double> times = new TreeMap<>();
    for (RunResult result : results) {
      times.put(name(result.getParams()), result.getPrimaryResult().getStatistics().getMin());
    }
    return times;
  }

  private static String name(BenchmarkParams params) {
    String method = params.getBenchmark();
    String name = method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
    String values =
        params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(", "));
    return values.isEmpty() ? name : name + " " + values;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static int compare(Map<String, Double> ratios, double tolerance) throws IOException {
    JsonNode baseline = new ObjectMapper().readTree(BASELINE.toFile()).get("ratios");
    int slower = 0;
    System.out.printf(Locale.ROOT, "%-45s %12s %12s %8s%n", "by the calibration kernel", "baseline", "now", "");
    for (Map.Entry<String, Double> ratio : ratios.entrySet()) {
      double before = baseline.path(ratio.getKey()).asDouble(Double.NaN);
      double change = ratio.getValue() / before - 1;
      boolean worse = change > tolerance;
      slower += worse ? 1 : 0;
      System.out.printf(Locale.ROOT, 
          "%-45s %12.5f %12.5f %+7.1f %% %s%n",
          ratio.getKey(), before, ratio.getValue(), 100 * change, worse ? "SLOWER" : "");
    }
    System.out.printf(Locale.ROOT, "%d of %d became slower by more than %.0f %%%n", slower, ratios.size(), 100 * tolerance);
    return slower;
  }

  private static void write(Map<String, Double> ratios) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    root.put("unit", "time of the calibration kernel");
    root.put("java", System.getProperty("java.version"));
    ObjectNode values = root.putObject("ratios");
    ratios.forEach((name, ratio) -> values.put(name, Math.round(ratio * 1e5) / 1e5));
    Files.writeString(
        BASELINE, json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    System.out.println("Written: " + BASELINE.toAbsolutePath());
  }
}
