// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.CommitSettings;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.report.Spread;
import io.mobilespark.spark.DeviceUse;
import io.mobilespark.spark.LeanStorage;
import io.mobilespark.spark.MobileSparkExtensions;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.testing.SharedFiles;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Rates of one SQL query into Parquet over loose files by the data sources {@code pictures} and
 * {@code binaryFile}, beside {@code label} over the same files in the same session, in turns. On a
 * quiet machine: {@code jobs/src/test/rates PicturesRates DIR [ROUNDS]}.
 */
public final class PicturesRates {
  private static final String LABEL = "label";

  private PicturesRates() {}

  /**
   * Measures and prints.
   *
   * @param arguments the pictures' folder, and rounds
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    Path folder = Files.createTempDirectory("pictures-rates-");
    LeanStorage.here();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.extensions", MobileSparkExtensions.class.getName())
            .getOrCreate()) {
      measure(ways(spark, arguments[0], folder), rounds);
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private static Map<String, Function<ProgressListener, WholeRun.Timed>> ways(
      SparkSession spark, String pictures, Path folder) {
    LabelSettings settings =
        new LabelSettings(
            SourceSettings.of(List.of(pictures)),
            List.of(
                new ModelSettings(
                    "mobilenet_v2",
                    1,
                    224,
                    SharedFiles.require("data/weights/mobilenet_v2_1.0_224-assembled.h5")
                        .toString(),
                    ModelSettings.IMAGENET,
                    Optional.of("squash"))),
            BatchLimits.DEFAULT,
            5,
            Optional.empty(),
            new OutputSettings(
                folder.resolve(LABEL).toString(), true, OutputSettings.Compression.SNAPPY),
            CommitSettings.DEFAULT,
            DeviceUse.DEFAULT);
    Map<String, Function<ProgressListener, WholeRun.Timed>> ways = new LinkedHashMap<>();
    ways.put(LABEL, new LabelRun(spark, settings));
    for (String source : List.of("pictures", "binaryFile")) {
      String view = "of_" + source.toLowerCase(Locale.ROOT);
      var reader = spark.read().format(source);
      if (source.equals("binaryFile")) {
        reader.option("recursiveFileLookup", true);
      }
      try {
        reader.load(pictures).createGlobalTempView(view);
      } catch (Exception e) {
        // Spark throws its checked AnalysisException.
        throw new IllegalStateException(e);
      }
      String output = folder.resolve(source).toString();
      ways.put(source, new QueryRun(spark, settings, "global_temp." + view, output));
    }
    return ways;
  }

  private static void measure(
      Map<String, Function<ProgressListener, WholeRun.Timed>> ways, int rounds) {
    ProgressListener quiet =
        new ProgressListener(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    // The first round warms up.
    for (int round = 0; round <= rounds; round++) {
      double label = 0;
      for (var way : ways.entrySet()) {
        WholeRun.Timed run = way.getValue().apply(quiet);
        double rate = run.pictures() / run.seconds();
        label = way.getKey().equals(LABEL) ? rate : label;
        say("round %d: %s %.1f pictures/s (%.3f)", round, way.getKey(), rate, rate / label);
        if (round > 0) {
          ratios.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add(rate / label);
        }
      }
    }
    ratios.forEach(
        (way, all) -> {
          Spread spread = Spread.of(all);
          say(
              "%s by label: %.3f (%.3f to %.3f)", way, spread.median(), spread.low(), spread.high());
        });
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
