// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.SettingException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;

/**
 * What a user says of a network. Files of weights alone need it; what a file says itself, it must
 * not contradict.
 *
 * @param model its name, such as {@code mobilenet_v2}
 * @param alpha width multiplier, above 0
 * @param resolution of the input, 32 pixels or more a side
 */
public record NetworkChoice(
    Optional<String> model, Optional<Double> alpha, Optional<InputSize> resolution)
    implements Serializable {
  private static final int LEAST_SIDE = 32;
  private static final int MOST_SIDE = 4096;
  private static final double DEFAULT_ALPHA = 1;
  private static final InputSize DEFAULT_RESOLUTION = InputSize.square(224);

  /** Nothing: the file says it all. */
  public static final NetworkChoice NONE =
      new NetworkChoice(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks what does not need the file. */
  public NetworkChoice {
    alpha.ifPresent(
        given -> {
          if (!(given > 0) || given > 16) {
            throw new IllegalArgumentException("alpha is above 0 and at most 16: " + given);
          }
        });
    resolution.ifPresent(
        given -> {
          if (Math.min(given.height(), given.width()) < LEAST_SIDE
              || Math.max(given.height(), given.width()) > MOST_SIDE) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "resolution is %d to %d pixels a side: %s",
                    LEAST_SIDE,
                    MOST_SIDE,
                    given));
          }
        });
  }

  /** A network said in full. */
  public static NetworkChoice of(String model, double alpha, InputSize resolution) {
    return new NetworkChoice(Optional.of(model), Optional.of(alpha), Optional.of(resolution));
  }

  /**
   * The network of a file that holds weights alone: 1.0 wide and for 224x224 where nothing else is
   * said.
   *
   * @param weights names the file in the message
   * @throws SettingException when no model was named
   */
  ModelSpec spec(String weights, int classes) {
    String name =
        model.orElseThrow(
            () ->
                new SettingException(
                    String.format(
                        Locale.ROOT,
                        "%s holds weights and no network: --model has to name it, one of %s",
                        weights,
                        String.join(", ", ModelName.known()))));
    return ModelSpec.imagenet(
            ModelName.parse(name),
            alpha.orElse(DEFAULT_ALPHA),
            resolution.orElse(DEFAULT_RESOLUTION))
        .withClasses(classes);
  }

  /** For people: what is said of model, alpha and resolution. */
  public String summary() {
    return String.format(
            Locale.ROOT,
            "%s %s %s",
            model.orElse("as the file says"),
            alpha.map(String::valueOf).orElse(""),
            resolution.map(InputSize::toString).orElse(""))
        .strip();
  }
}
