// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.demo.DrawnSet;
import io.mobilespark.jobs.demo.GenerateSettings;
import io.mobilespark.jobs.demo.Generator;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code generate}: a labelled set of drawings, the same for the same seed. */
@Command(
    name = "generate",
    description = "Draw a labelled set of pictures, the same for the same seed",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the set; absent or empty")
  private Path output = Path.of("");

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "How many; the ten classes take turns; default: ${DEFAULT-VALUE}")
  private int pictures = 1000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another one draws others; default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--broken",
      paramLabel = "N",
      description = "Files besides that are no pictures; default: ${DEFAULT-VALUE}")
  private int broken = 0;

  @Override
  public Integer call() {
    GenerateSettings settings =
        Settings.checked(spec, () -> new GenerateSettings(output, pictures, seed, broken));
    DrawnSet drawn = Generator.run(settings);
    drawn.mark();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,d pictures and %,d broken files, %,d bytes, in %s%n",
            drawn.pictures(),
            drawn.broken(),
            drawn.bytes(),
            drawn.folder());
    return 0;
  }
}
