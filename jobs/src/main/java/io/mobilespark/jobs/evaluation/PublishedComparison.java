package io.mobilespark.jobs.evaluation;

import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.PublishedAccuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A published figure beside the one found.
 *
 * @param figure as published, in percent
 * @param top1 as found
 * @param preset that the predictions were made with
 */
public record PublishedComparison(PublishedAccuracy figure, Share top1, String preset) {
  private static final int VALIDATION_PICTURES = 50_000;
  private static final Pattern MODEL =
      Pattern.compile("(?<name>[a-z0-9_]+)_(?<alpha>\\d+\\.\\d+)_(?<side>\\d+)_[0-9a-f]{12}");

  /**
   * All published figures of a variant.
   *
   * @param model as in the column of that name: name, alpha, resolution, start of the weights' hash
   */
  public static List<PublishedComparison> of(String model, String preset, Share top1) {
    return spec(model).map(PublishedAccuracy::of).orElse(List.of()).stream()
        .map(figure -> new PublishedComparison(figure, top1, preset))
        .toList();
  }

  /**
   * The network that a table's column {@code model} names, as for ImageNet's classes; empty where
   * it names none.
   */
  public static Optional<ModelSpec> spec(String model) {
    Matcher id = MODEL.matcher(model);
    return id.matches() && ModelName.known().contains(id.group("name"))
        ? Optional.of(
            ModelSpec.imagenet(
                ModelName.parse(id.group("name")),
                Double.parseDouble(id.group("alpha")),
                Integer.parseInt(id.group("side"))))
        : Optional.empty();
  }

  /** Top-1 found less top-1 published, 0 to 1; empty without pictures. */
  public OptionalDouble difference() {
    return top1.value().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(top1.value().getAsDouble() - figure.top1Percent() / 100);
  }

  /** Whether the published top-1 lies in the interval of the one found. */
  public boolean inInterval() {
    return top1.interval().filter(i -> i.contains(figure.top1Percent() / 100)).isPresent();
  }

  /** Why the figures are not the same measurement; empty where nothing is known. */
  public Optional<String> cause() {
    List<String> causes = new ArrayList<>();
    if (top1.of() != VALIDATION_PICTURES) {
      causes.add(String.format(Locale.ROOT, "%,d pictures here, 50,000 there", top1.of()));
    }
    PresetEffects.between(preset, figure.preset()).ifPresent(causes::add);
    return causes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", causes));
  }
}
