// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What makes probabilities of a model's logits. */
public enum ScoreActivation {
  /** The classes share a probability of 1. */
  SOFTMAX,
  /** Each output has the logistic function of its own. */
  SIGMOID;

  /** The kind of scores that it gives with a number of outputs. */
  public ScoreKind kind(int outputs) {
    if (outputs == 1) {
      return ScoreKind.TWO_CLASSES;
    }
    return this == SOFTMAX ? ScoreKind.CLASSES : ScoreKind.LABELS;
  }

  /**
   * Reads {@code softmax} or {@code sigmoid}.
   *
   * @throws MobileSparkException for any other text
   */
  public static ScoreActivation parse(String text) {
    return Arrays.stream(values())
        .filter(activation -> activation.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new MobileSparkException(
                    String.format(
                        Locale.ROOT,
                        "unknown activation '%s'; known are %s",
                        text,
                        Arrays.stream(values())
                            .map(ScoreActivation::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /** The name as {@link #parse} reads it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
