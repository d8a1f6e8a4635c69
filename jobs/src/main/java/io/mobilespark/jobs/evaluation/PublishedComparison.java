// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.identity.ModelId;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.PublishedAccuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A published figure beside the one found.
 *
 * @param figure as published, in percent
 * @param top1 as found
 * @param preset that the predictions were made with
 */
public record PublishedComparison(PublishedAccuracy figure, Share top1, String preset) {
  private static final int VALIDATION_PICTURES = 50_000;

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
    return ModelId.parse(model)
        .map(ModelId::network)
        .filter(network -> ModelName.known().contains(network.name()))
        .map(
            network ->
                ModelSpec.imagenet(
                    ModelName.parse(network.name()), network.alpha(), network.resolution()));
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
