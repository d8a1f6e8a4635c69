// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Height and width of a network's input, in pixels: {@code 224} where both are the same, else
 * {@code 96x160}, the height first.
 *
 * @param height rows, 1 or more
 * @param width columns, 1 or more
 */
public record InputSize(int height, int width) implements Serializable {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})(?:x([0-9]{1,6}))?");

  /** Checks both. */
  public InputSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("An input has pixels: " + height + "x" + width);
    }
  }

  /** As high as it is wide. */
  public static InputSize square(int side) {
    return new InputSize(side, side);
  }

  /**
   * Reads one number, or height and width with an {@code x} between them.
   *
   * @throws MobileSparkException for any other text
   */
  public static InputSize parse(String text) {
    Matcher sides = TEXT.matcher(text);
    if (!sides.matches()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "a resolution is a number, or HEIGHTxWIDTH as 96x160: '%s'", text));
    }
    int height = Integer.parseInt(sides.group(1));
    int width = sides.group(2) == null ? height : Integer.parseInt(sides.group(2));
    if (height < 1 || width < 1) {
      throw new MobileSparkException("a resolution has pixels: '" + text + "'");
    }
    return new InputSize(height, width);
  }

  /** Both sides: {@code 224x224}. */
  public String sides() {
    return height + "x" + width;
  }

  /** The short form, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return height == width ? Integer.toString(height) : sides();
  }
}
