// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.benchmark.BenchmarkJob;
import io.mobilespark.jobs.benchmark.BenchmarkSettings;
import io.mobilespark.jobs.benchmark.DeviceBenchmarkJob;
import io.mobilespark.jobs.config.CommitSettings;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.jobs.report.BenchmarkPage;
import io.mobilespark.jobs.report.BenchmarkReport;
import io.mobilespark.jobs.report.BenchmarkText;
import io.mobilespark.jobs.report.DeviceBenchmark;
import io.mobilespark.jobs.report.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmark}: the parts alone, the whole run, and the ratio between them. */
@Command(
    name = "benchmark",
    description = "Measure decoding, preprocessing and inference alone, and label as a whole",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "URI",
      description = "Pictures, 1,000 or more for a ratio that means something")
  private List<String> inputs = new ArrayList<>();

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "Pictures per inference; default: ${DEFAULT-VALUE}")
  private int batchRows = BatchLimits.DEFAULT.maxRows();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description =
          "Whole runs of each source, of which the median counts; default: ${DEFAULT-VALUE}")
  private int repetitions = 5;

  @Option(
      names = "--parquet",
      description =
          "Pack the pictures into Parquet below --output, and label from there too, by the job and"
              + " by a query")
  private boolean parquet;

  @Option(
      names = "--stored",
      arity = "1..*",
      paramLabel = "URI",
      description = "The same pictures on S3 or another store, to label from there too")
  private List<String> stored = new ArrayList<>();

  @Option(
      names = "--core-price",
      paramLabel = "X",
      description = "Of a core for an hour, in any currency: adds the cost of a million pictures")
  private @Nullable Double corePrice;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder for benchmark.json, benchmark.md, benchmark.html and the table; with a device"
              + " that tasks share for device.json and device.md")
  private Path output = Path.of("");

  @Mixin private DeviceOptions device = new DeviceOptions("cpu");

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    LabelSettings label = Settings.checked(spec, this::label);
    if (label.device().shared()) {
      return measureDevice(label);
    }
    BenchmarkSettings settings =
        Settings.checked(
            spec,
            () ->
                new BenchmarkSettings(
                    label,
                    parquet,
                    stored,
                    repetitions,
                    corePrice == null ? OptionalDouble.empty() : OptionalDouble.of(corePrice),
                    output));
    guard(label);
    try (SparkSession spark = sparkOptions.openWithFunctions("benchmark")) {
      ProgressListener progress = new ProgressListener(System.err, Terminal.isPresent());
      BenchmarkReport report = new BenchmarkJob(spark, settings).run(progress, System.err);
      String markdown = BenchmarkText.markdown(report);
      Files.createDirectories(output);
      Files.writeString(output.resolve("benchmark.json"), report.json());
      Files.writeString(output.resolve("benchmark.md"), markdown);
      Files.writeString(output.resolve("benchmark.html"), BenchmarkPage.html(report));
      spec.commandLine().getOut().print(markdown);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  /** Its runs replace what earlier ones have left there. */
  private void guard(LabelSettings label) {
    OutputGuard guard =
        OutputGuard.of("--output", "file://" + output.toAbsolutePath(), new Configuration())
            .reads(label.source());
    label.models().forEach(guard::reads);
    guard.requireEmptyOrOwn(OutputKind.BENCHMARK);
    guard.mark(
        OutputKind.BENCHMARK,
        Set.of("benchmark.*", "device.*", "first-pictures.txt", "queried/*", "pictures-parquet/*"));
  }

  private int measureDevice(LabelSettings label) throws IOException {
    guard(label);
    try (SparkSession spark = sparkOptions.open("benchmark")) {
      ProgressListener progress = new ProgressListener(System.err, Terminal.isPresent());
      DeviceBenchmark measured = new DeviceBenchmarkJob(spark, label, repetitions).run(progress);
      Files.createDirectories(output);
      Files.writeString(output.resolve("device.json"), measured.json());
      Files.writeString(output.resolve("device.md"), measured.markdown());
      spec.commandLine().getOut().print(measured.markdown());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private LabelSettings label() {
    return new LabelSettings(
        SourceSettings.of(inputs),
        List.of(model.settings()),
        new BatchLimits(batchRows, BatchLimits.DEFAULT.maxBytes()),
        5,
        Optional.empty(),
        new OutputSettings(
            output.resolve("predictions").toUri().toString(),
            true,
            OutputSettings.Compression.SNAPPY),
        CommitSettings.DEFAULT,
        device.settings());
  }
}
