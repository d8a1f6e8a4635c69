// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.MobileSparkException;
import io.mobilespark.inference.Predictor;
import io.mobilespark.jobs.benchmark.PartBench.Rates;
import io.mobilespark.jobs.benchmark.WholeRun.Timed;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.pack.PackFormat;
import io.mobilespark.jobs.pack.PackJob;
import io.mobilespark.jobs.pack.PackSettings;
import io.mobilespark.jobs.report.BenchmarkReport;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.PreparedModel;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Measures decoding, preprocessing and inference by themselves and the label job as a whole (beside
 * it a query that does the same), in turns: parts, whole, parts, whole, parts. Each whole run is
 * held against the parts right before and right after it, so that a machine whose speed changes
 * from minute to minute changes both.
 */
public final class BenchmarkJob {
  private static final Duration SLICE = Duration.ofMillis(500);

  private final SparkSession spark;
  private final BenchmarkSettings settings;
  private final Configuration hadoop;
  private final int cores;

  /**
   * A job on a local session, which stays the caller's.
   *
   * @throws MobileSparkException when the session is one of a cluster, whose machines nobody knows
   */
  public BenchmarkJob(SparkSession spark, BenchmarkSettings settings) {
    requireLocal(spark);
    this.spark = spark;
    this.settings = settings;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.cores = spark.sparkContext().defaultParallelism();
  }

  static void requireLocal(SparkSession spark) {
    if (!spark.sparkContext().isLocal()) {
      throw new MobileSparkException(
          "benchmark measures this machine: it takes --master local[N], not "
              + spark.sparkContext().master());
    }
  }

  /**
   * Runs the benchmark; every source is run once that nobody counts.
   *
   * @param progress told of every picture labelled
   * @param told a line on what comes next, now and then
   */
  public BenchmarkReport run(ProgressListener progress, PrintStream told) {
    ColdStart cold = new ColdStart();
    PictureListing listing = new PictureListing(hadoop);
    List<PictureFile> pictures = listing.list(settings.label().inputs());
    listing.leftOut().phrases().forEach(phrase -> told.println("Left out: " + phrase));
    cold.listed();
    cold.label(spark, settings.label(), pictures, settings.output(), progress);
    PreparedModel model = ModelPreparation.prepare(settings.label().models().get(0), hadoop);
    List<byte[]> sample = PictureSample.of(pictures, hadoop);
    List<WholeRun> wholes = wholes(progress, told);
    // Before the parts are made, which a run has not beside it.
    OptionalDouble memory = PeakMemory.bytes();
    int batch = settings.label().batch().maxRows();
    try (Predictor predictor = Predictor.open(model.network(), model.session());
        PartBench parts =
            new PartBench(new Parts(sample, predictor, model.preset()), cores, batch, SLICE)) {
      parts.warmUp();
      rounds(parts, wholes, progress, told);
      return new BenchmarkReport(
          new BenchmarkReport.Subject(
              model.id(),
              model.preset().name(),
              model.precision().toString(),
              cores,
              batch,
              settings.repetitions()),
          parts.allCores(),
          parts.oneCore(),
          parts.byBatch(),
          parts.byBatchOneCore(),
          wholes.stream().map(WholeRun::figures).toList(),
          cold.seconds(),
          memory,
          settings.corePrice());
    }
  }

  private void rounds(
      PartBench parts, List<WholeRun> wholes, ProgressListener progress, PrintStream told) {
    for (int round = 0; round < settings.repetitions(); round++) {
      told.printf(Locale.ROOT, "round %d of %d%n", round + 1, settings.repetitions());
      parts.theRest();
      Rates before = parts.onAllCores();
      for (WholeRun whole : inOrderOf(round, wholes)) {
        Timed run = whole.run(progress);
        Rates after = parts.onAllCores();
        whole.add(run, Rates.mean(List.of(before, after)).limit());
        before = after;
      }
    }
  }

  /** Every other round backwards, so that what follows what makes no difference in the end. */
  private static List<WholeRun> inOrderOf(int round, List<WholeRun> wholes) {
    List<WholeRun> ordered = new ArrayList<>(wholes);
    if (round % 2 == 1) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  /** All sources, each of which has been run once. */
  private List<WholeRun> wholes(ProgressListener progress, PrintStream told) {
    List<WholeRun> wholes = new ArrayList<>();
    wholes.add(labelling("files", settings.label()));
    if (settings.parquet()) {
      String table = packed(told);
      wholes.add(labelling(BenchmarkReport.PARQUET, from(List.of(table))));
      String output = settings.output().resolve("queried").toUri().toString();
      wholes.add(
          new WholeRun(
              BenchmarkReport.QUERY,
              "SQL, parquet",
              new QueryRun(spark, settings.label(), "parquet.`" + table + "`", output)));
    }
    if (!settings.stored().isEmpty()) {
      wholes.add(labelling("store", from(settings.stored())));
    }
    told.println("runs that nobody counts");
    wholes.forEach(whole -> whole.run(progress));
    return wholes;
  }

  private WholeRun labelling(String source, LabelSettings label) {
    return new WholeRun(source, "label, " + source, new LabelRun(spark, label));
  }

  private String packed(PrintStream told) {
    String folder = settings.output().resolve("pictures-parquet").toUri().toString();
    new PackJob(
            spark,
            new PackSettings(
                settings.label().inputs(),
                folder,
                PackFormat.PARQUET,
                PackSettings.DEFAULT_SHARD_BYTES,
                false,
                true))
        .run(told::println);
    return folder;
  }

  private LabelSettings from(List<String> inputs) {
    LabelSettings files = settings.label();
    return new LabelSettings(
        SourceSettings.of(inputs),
        files.models(),
        files.batch(),
        files.topK(),
        files.threshold(),
        files.output(),
        files.commit(),
        files.device());
  }
}
