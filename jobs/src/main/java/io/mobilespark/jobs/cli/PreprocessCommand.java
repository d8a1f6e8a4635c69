// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.identity.InputSize;
import io.mobilespark.image.Presets;
import io.mobilespark.jobs.preprocess.PreprocessJob;
import io.mobilespark.jobs.preprocess.PreprocessSettings;
import io.mobilespark.jobs.preprocess.PreprocessSummary;
import io.mobilespark.jobs.run.TurnsIgnored;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code preprocess}: what a network would see of pictures, as NumPy files. */
@Command(
    name = "preprocess",
    description = "Write what the network would see of pictures as NumPy files, without Spark",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PreprocessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Pictures, folders or globs, local or remote; no two pictures of one name")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--preset",
      required = true,
      paramLabel = "PRESET",
      converter = NetworkOptions.Preset.class,
      completionCandidates = NetworkOptions.PresetNames.class,
      description = "Preprocessing, one of: ${COMPLETION-CANDIDATES}")
  private String preset = "";

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS|HxW",
      converter = NetworkOptions.Size.class,
      description = "Height and width of the result, or both as 96x160; default: 224")
  private InputSize resolution = InputSize.square(224);

  @Mixin private DecodingOptions decoding = new DecodingOptions();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for one NAME.npy per picture: float32, height x width x 3, normalised")
  private String output = "";

  /** 0, or 1 when a picture could not be decoded; the others are written all the same. */
  @Override
  public Integer call() {
    PreprocessSettings settings =
        Settings.checked(
            spec,
            () ->
                new PreprocessSettings(
                    inputs,
                    Presets.asked(decoding.settings().asked(Optional.of(preset)), preset),
                    resolution,
                    output));
    PrintWriter err = spec.commandLine().getErr();
    PreprocessSummary summary =
        new PreprocessJob(settings, new Configuration())
            .run(line -> err.println("mobilespark: " + line));
    err.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d of %,d pictures by %s at %s in %s%n",
        summary.written(),
        summary.written() + summary.refused(),
        settings.preset().name(),
        resolution.sides(),
        output);
    if (summary.turnsIgnored() > 0) {
      out.printf(Locale.ROOT, "%s%n", TurnsIgnored.told(summary.turnsIgnored()));
    }
    out.flush();
    return summary.refused() == 0 ? 0 : 1;
  }
}
