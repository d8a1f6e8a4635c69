// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.jobs.label.ModelCheck;
import io.mobilespark.jobs.report.ModelTables;
import io.mobilespark.model.FetchSettings;
import io.mobilespark.model.PublishedVariant;
import io.mobilespark.model.PublishedVariants;
import io.mobilespark.model.WeightFetcher;
import io.mobilespark.spark.preparation.ModelDescription;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedModel;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models}: what there is, what it is made of, and where to get it. */
@Command(
    name = "models",
    description = "List, describe, fetch and export models; describe presets",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      description = "The published variants, with parameters and multiply-adds",
      mixinStandardHelpOptions = true)
  void list() {
    print(ModelTables.variants(PublishedVariants.all()));
  }

  @Command(
      name = "describe",
      description =
          "Layers of a published model, its weight file and its accuracies; or what a model's file"
              + " is, takes and gives",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void describe(
      @Parameters(
              paramLabel = "NAME|FILE",
              description =
                  "Such as mobilenet_v2_0.5_160; or a Keras file or SavedModel folder, local or"
                      + " remote")
          String name,
      @Mixin FileOptions options) {
    if (!isFile(name)) {
      print(ModelTables.description(variant(name)));
      return;
    }
    ModelSettings settings = Settings.checked(spec, () -> options.settings(name));
    print(ModelTables.description(ModelDescription.read(settings, new Configuration())));
  }

  private static boolean isFile(String name) {
    return name.contains("/")
        || name.contains(".h5")
        || name.endsWith(".keras")
        || Files.exists(Path.of(name));
  }

  @Command(
      name = "check",
      description =
          "Label some pictures with a model's file, without Spark, and print what comes out",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void check(
      @Parameters(
              paramLabel = "FILE",
              description = "A Keras file or SavedModel folder, local or remote")
          String file,
      @Option(
              names = "--input",
              required = true,
              arity = "1..*",
              paramLabel = "FILE",
              description = "Pictures, folders or globs, local or remote; the first 20 count")
          List<String> inputs,
      @Mixin FileOptions options) {
    ModelSettings settings = Settings.checked(spec, () -> options.settings(file));
    Configuration hadoop = new Configuration();
    ModelDescription description = ModelDescription.read(settings, hadoop);
    print(ModelTables.description(description));
    print(ModelCheck.table(description.model(), inputs, hadoop));
  }

  @Command(
      name = "presets",
      description = "The presets, step by step, with their sources",
      mixinStandardHelpOptions = true)
  void presets() {
    StringBuilder text = new StringBuilder();
    for (Preset preset : Presets.all()) {
      text.append(String.format(Locale.ROOT, "%s%n    %s%n", preset.name(), preset.definition()));
    }
    print(text.toString());
  }

  @Command(
      name = "fetch",
      description = "Download an official weight file, checked tensor by tensor",
      mixinStandardHelpOptions = true)
  void fetch(
      @Parameters(paramLabel = "NAME", description = "Such as mobilenet_v2_1.0_224") String name,
      @Option(
              names = "--cache",
              paramLabel = "DIR",
              defaultValue = "",
              description = "Where files are kept; default: ~/.cache/mobilespark")
          String cache) {
    FetchSettings settings =
        cache.isEmpty() ? FetchSettings.defaults() : FetchSettings.in(Path.of(cache));
    print(new WeightFetcher(settings).fetch(variant(name)) + System.lineSeparator());
  }

  @Command(
      name = "export",
      description =
          "Write a model with its weights as a SavedModel, or a network of Keras with its head as a"
              + " .keras file",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  void export(
      @Mixin ModelOptions model,
      @Option(
              names = "--output",
              required = true,
              paramLabel = "DIR|FILE.keras",
              description = "Folder of the SavedModel, or a new file that ends in .keras")
          Path output) {
    ModelSettings settings = Settings.checked(spec, model::settings);
    Configuration hadoop = new Configuration();
    if (output.toString().endsWith(".keras")) {
      exportKeras(settings, output, hadoop);
      return;
    }
    OutputGuard guard =
        OutputGuard.of("--output", "file://" + output.toAbsolutePath(), hadoop).reads(settings);
    guard.requireEmptyOrOwn(OutputKind.MODEL);
    PreparedModel written = ModelPreparation.export(settings, output, hadoop);
    guard.mark(OutputKind.MODEL, Set.of("saved_model.pb", "assets.extra/mobilespark.json"));
    print(
        String.format(
            Locale.ROOT,
            "SavedModel of %s in %s: input %s [-1, %d, %d, 3], preset %s%n",
            written.id(),
            output,
            written.network().inputType().name().toLowerCase(Locale.ROOT),
            written.network().height(),
            written.network().width(),
            written.preset().name()));
  }

  private void exportKeras(ModelSettings settings, Path output, Configuration hadoop) {
    if (Files.exists(output)) {
      throw new MobileSparkException(
          output + " is there already: --output has to name a file that is not");
    }
    PreparedModel written = ModelPreparation.exportKeras(settings, output, hadoop);
    print(
        String.format(
            Locale.ROOT,
            "Keras file of %s in %s: takes pixels of 0..255 [n, %d, %d, 3] as preset %s crops and"
                + " resizes them, gives probabilities of %d classes%n",
            written.id(),
            output,
            written.network().height(),
            written.network().width(),
            written.preset().name(),
            written.classes().size()));
  }

  private PublishedVariant variant(String name) {
    return Settings.checked(spec, () -> PublishedVariants.named(name));
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
