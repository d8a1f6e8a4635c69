// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.EmbedSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.config.RunSettings;
import io.mobilespark.jobs.embed.EmbedJob;
import io.mobilespark.jobs.journal.NothingToResumeException;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.RunSummary;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embed}: pictures in, a Parquet table of pooled features out. */
@Command(
    name = "embed",
    description = "Compute pooled features: one row of numbers per picture, in Parquet",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private BaseOptions model = new BaseOptions();

  @Option(
      names = "--float16",
      description = "Half the size: features as binary, half floats in little-endian order")
  private boolean halves;

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "Pictures in an Arrow batch and per inference; default: ${DEFAULT-VALUE}")
  private int batchRows = BatchLimits.DEFAULT.maxRows();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Folder for the table")
  private String output = "";

  @Option(names = "--overwrite", description = "Replace the folder once the run has succeeded")
  private boolean overwrite;

  @Mixin private CommitOptions commit = new CommitOptions();

  @Option(
      names = "--compression",
      paramLabel = "CODEC",
      description = "snappy or zstd; default: ${DEFAULT-VALUE}")
  private OutputSettings.Compression compression = OutputSettings.Compression.SNAPPY;

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    EmbedSettings settings =
        Settings.checked(
            spec,
            () ->
                new EmbedSettings(
                    new RunSettings(
                        source.settings(),
                        new OutputSettings(output, overwrite, compression),
                        commit.settings()),
                    model.settings(),
                    new BatchLimits(batchRows, BatchLimits.DEFAULT.maxBytes()),
                    halves));
    try (SparkSession spark = sparkOptions.open("embed", settings.run().output())) {
      ProgressListener progress = new ProgressListener(System.err, Terminal.isPresent());
      List<String> arguments = Main.arguments(spec);
      RunSummary summary = new EmbedJob(spark, settings).run(arguments, progress);
      spec.commandLine().getOut().print(summary.text());
      spec.commandLine().getOut().flush();
    } catch (NothingToResumeException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return 0;
  }
}
