// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the labels of ground truth into class indices.
 *
 * @param scheme how a label names a class
 * @param classes gives the indices; a background shifts them by one
 * @param devkitIds for {@link LabelScheme#DEVKIT_ID}
 */
public record LabelReading(LabelScheme scheme, ClassList classes, DevkitIds devkitIds)
    implements Serializable {
  /** Whole, as texts and as tables of floats write it. */
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})(\\.0*)?");

  /**
   * The class index of a label, in the class list's own counting.
   *
   * @throws MobileSparkException when the label names no class
   */
  public int index(String label) {
    return find(label)
        .orElseThrow(
            () ->
                new MobileSparkException(
                    String.format(
                        Locale.ROOT,
                        "the label '%s' is none of the %s: %s wanted",
                        label,
                        scheme.description(),
                        wanted())));
  }

  /** The class index of a label; empty when it names no class. */
  OptionalInt find(String label) {
    if (scheme == LabelScheme.LABEL) {
      OptionalInt index = classes.indexOf(label);
      return index.isPresent() && index.getAsInt() < classes.firstClass()
          ? OptionalInt.empty()
          : index;
    }
    if (scheme == LabelScheme.NAME) {
      return classes.indexOfName(label);
    }
    Matcher whole = NUMBER.matcher(label);
    if (!whole.matches()) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(whole.group(1));
    if (number < lowest() || number > highest()) {
      return OptionalInt.empty();
    }
    return switch (scheme) {
      case DEVKIT_ID -> classes.indexOf(devkitIds.label(number));
      default -> OptionalInt.of(number - lowest() + classes.firstClass());
    };
  }

  /** The label that this scheme has for a class. */
  String labelOf(int index) {
    return switch (scheme) {
      case LABEL -> classes.label(index);
      case NAME -> classes.name(index);
      case DEVKIT_ID -> String.valueOf(devkitIds.id(classes.label(index)));
      default -> String.valueOf(index - classes.firstClass() + lowest());
    };
  }

  private int lowest() {
    return scheme == LabelScheme.INDEX ? 0 : 1;
  }

  private int highest() {
    int count =
        scheme == LabelScheme.DEVKIT_ID ? devkitIds.size() : classes.size() - classes.firstClass();
    return lowest() + count - 1;
  }

  private String wanted() {
    return switch (scheme) {
      case LABEL -> "such as " + classes.label(classes.firstClass());
      case NAME -> "such as " + classes.name(classes.firstClass());
      default -> lowest() + " to " + highest();
    };
  }
}
