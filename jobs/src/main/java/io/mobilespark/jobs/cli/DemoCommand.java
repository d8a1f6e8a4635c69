// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.demo.DemoJob;
import io.mobilespark.jobs.demo.DemoSummary;
import io.mobilespark.jobs.report.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: draws, labels and shows, with nothing at hand. */
@Command(
    name = "demo",
    description = "Draw pictures, label them with a small model that is built in, show the result",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for everything; default: ${DEFAULT-VALUE}")
  private Path output = Path.of(System.getProperty("mobilespark.demo", "mobilespark-demo"));

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "How many to draw; default: ${DEFAULT-VALUE}")
  private int pictures = 1000;

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    try (SparkSession spark = sparkOptions.open("demo")) {
      ProgressListener progress = new ProgressListener(System.err, Terminal.isPresent());
      DemoSummary summary =
          new DemoJob(output.toAbsolutePath().normalize(), pictures).run(spark, progress);
      spec.commandLine().getOut().print(summary.text());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
