// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.sizing.ExecutorMemory;
import io.mobilespark.jobs.sizing.SizingSettings;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.spark.preparation.NetworkChoice;
import io.mobilespark.storage.PrefetchLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sizing}: an executor's memory, computed without Spark. */
@Command(
    name = "sizing",
    description = "Compute an executor's memory and print it as settings of Spark",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SizingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Tasks at a time in an executor; default: ${DEFAULT-VALUE}")
  private int cores = 4;

  @ArgGroup(
      exclusive = false,
      multiplicity = "1..*",
      heading = "One or several models; the options of each follow its --model:%n")
  private List<Sized> models = new ArrayList<>();

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "Pictures in an Arrow batch and per inference; default: ${DEFAULT-VALUE}")
  private int batchRows = BatchLimits.DEFAULT.maxRows();

  @Option(
      names = "--batch-bytes",
      paramLabel = "N",
      converter = ByteSize.class,
      description = "Encoded bytes in an Arrow batch; default: ${DEFAULT-VALUE}")
  private long batchBytes = BatchLimits.DEFAULT.maxBytes();

  @Option(
      names = "--prefetch-requests",
      paramLabel = "N",
      description = "Requests ahead per executor, 0 for none; default: 64, and 256 of the web")
  private @Nullable Integer prefetchRequests;

  @Option(
      names = "--prefetch-bytes",
      paramLabel = "N",
      converter = ByteSize.class,
      description = "Bytes read ahead per executor; default: ${DEFAULT-VALUE}")
  private long prefetchBytes = PrefetchLimits.DEFAULT.bytes();

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "Width x height of the largest picture that is expected; default: ${DEFAULT-VALUE}, the"
              + " limit")
  private int maxPixels = ImageLimits.DEFAULT.maxPixels();

  @Option(
      names = "--max-picture-bytes",
      paramLabel = "N",
      converter = ByteSize.class,
      description =
          "Encoded bytes of the largest picture that is expected; default: ${DEFAULT-VALUE}, the"
              + " limit")
  private long maxPictureBytes = LabelSettings.MAX_PICTURE_BYTES;

  @Override
  public Integer call() {
    ExecutorMemory memory = Settings.checked(spec, () -> ExecutorMemory.of(settings()));
    spec.commandLine().getOut().print(memory.text());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private SizingSettings settings() {
    if (maxPixels > ImageLimits.DEFAULT.maxPixels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Pictures of more than %d pixels are not decoded: %d",
              ImageLimits.DEFAULT.maxPixels(),
              maxPixels));
    }
    if (maxPictureBytes > LabelSettings.MAX_PICTURE_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Pictures of more than %d bytes are not read: %d",
              LabelSettings.MAX_PICTURE_BYTES,
              maxPictureBytes));
    }
    return new SizingSettings(
        cores,
        models.stream().map(Sized::spec).toList(),
        new BatchLimits(batchRows, batchBytes),
        PrefetchLimits.of(requests(), prefetchBytes),
        new ImageLimits(maxPixels, (int) maxPictureBytes));
  }

  private OptionalInt requests() {
    return prefetchRequests == null ? OptionalInt.empty() : OptionalInt.of(prefetchRequests);
  }

  /** A network without its weights. */
  static final class Sized {
    @Option(
        names = "--model",
        required = true,
        paramLabel = "MODEL",
        converter = NetworkOptions.Model.class,
        completionCandidates = NetworkOptions.Models.class,
        description = "One of: ${COMPLETION-CANDIDATES}")
    private String model = "";

    @Option(names = "--alpha", paramLabel = "X", description = "Width multiplier; default: 1.0")
    private double alpha = 1.0;

    @Option(
        names = "--resolution",
        paramLabel = "PIXELS|HxW",
        converter = NetworkOptions.Size.class,
        description = "Height and width of the input, or both as 96x160; default: 224")
    private InputSize resolution = InputSize.square(224);

    private ModelSpec spec() {
      // For its checks: the same bounds as where there are weights.
      NetworkChoice.of(model, alpha, resolution);
      return ModelSpec.imagenet(ModelName.parse(model), alpha, resolution);
    }
  }
}
