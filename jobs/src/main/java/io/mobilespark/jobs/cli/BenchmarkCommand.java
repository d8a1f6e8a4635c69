package io.mobilespark.jobs.cli;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.benchmark.BenchmarkJob;
import io.mobilespark.jobs.benchmark.BenchmarkResult;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.report.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
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
      description = "Rounds, of which the median counts; default: ${DEFAULT-VALUE}")
  private int repetitions = 5;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for benchmark.json, benchmark.md and the table")
  private Path output = Path.of("");

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    LabelSettings settings =
        Settings.checked(
            spec,
            () ->
                new LabelSettings(
                    inputs,
                    List.of(model.settings()),
                    new BatchLimits(batchRows, BatchLimits.DEFAULT.maxBytes()),
                    5,
                    new OutputSettings(
                        output.resolve("predictions").toUri().toString(),
                        true,
                        OutputSettings.Compression.SNAPPY)));
    try (SparkSession spark = sparkOptions.open("benchmark")) {
      ProgressListener progress = new ProgressListener(System.err, Terminal.isPresent());
      int cores = spark.sparkContext().defaultParallelism();
      BenchmarkResult result =
          new BenchmarkJob(settings, Math.max(1, repetitions), cores).run(spark, progress);
      result.write(output);
      spec.commandLine().getOut().print(result.markdown());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
