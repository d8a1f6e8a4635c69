// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a model wants a channel of a pixel to be, before anything that the model itself does to it:
 * black is the lower bound, white the upper one.
 */
public enum InputRange {
  /** 0 to 255: the model scales pixels itself. */
  PIXELS(0, 255),
  /** 0 to 1. */
  UNIT(0, 1),
  /** -1 to 1, the MobileNets' own convention: a preset's normalisation takes pixels there. */
  SYMMETRIC(-1, 1);

  private final int black;
  private final int white;

  InputRange(int black, int white) {
    this.black = black;
    this.white = white;
  }

  /** The value of black. */
  public int black() {
    return black;
  }

  /** The value of white. */
  public int white() {
    return white;
  }

  /**
   * Reads a name such as {@code 0..255}.
   *
   * @throws MobileSparkException naming the known ones
   */
  public static InputRange parse(String text) {
    return Arrays.stream(values())
        .filter(range -> range.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new MobileSparkException(
                    String.format(
                        Locale.ROOT,
                        "unknown input range '%s'; known are %s",
                        text,
                        Arrays.stream(values())
                            .map(InputRange::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /** The name as {@link #parse} reads it: {@code 0..255}, {@code 0..1} or {@code -1..1}. */
  @Override
  public String toString() {
    return black + ".." + white;
  }
}
