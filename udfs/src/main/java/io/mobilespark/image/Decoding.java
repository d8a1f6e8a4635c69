// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is made of files beyond the pixels that they hold whole and as they lie. Part of a preset's
 * name, {@code squash+exif}, so that no table, head or resumed run mixes pictures of either kind.
 *
 * @param turned whether pictures are turned as their EXIF orientation says, all eight; else they
 *     are taken as they are stored, as those of published accuracies were
 * @param truncated whether a JPEG or PNG that ends early is decoded as far as it goes; else it is
 *     {@link RejectionReason#TRUNCATED}
 */
public record Decoding(boolean turned, boolean truncated) {
  /** As stored, and whole. */
  public static final Decoding PLAIN = new Decoding(false, false);

  static final char MARK = '+';
  private static final String TURNED = "exif";
  private static final String TRUNCATED = "truncated";

  /**
   * By the values of the options {@code orientation} and {@code truncated}.
   *
   * @throws IllegalArgumentException for another value, with one line that names the option
   */
  public static Decoding of(String orientation, String truncated) {
    return new Decoding(
        chosen("orientation", orientation, List.of("stored", TURNED)),
        chosen(TRUNCATED, truncated, List.of("reject", "decode")));
  }

  private static boolean chosen(String option, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          option + " is " + String.join(" or ", known) + ": '" + value + "'");
    }
    return value.equals(known.get(1));
  }

  /**
   * A preset's name with this decoding, for {@link Presets#asked}.
   *
   * @param preset a name; empty for a preset that something else decides
   * @return empty where neither says anything
   */
  public Optional<String> asked(Optional<String> preset) {
    if (equals(PLAIN)) {
      return preset;
    }
    return Optional.of(preset.map(name -> Presets.byName(name).of(this).name()).orElse(suffix()));
  }

  /** What a preset's name ends in: nothing for {@link #PLAIN}. */
  public String suffix() {
    return (turned ? MARK + TURNED : "") + (truncated ? MARK + TRUNCATED : "");
  }

  /** By a suffix. */
  static Decoding parse(String suffix) {
    List<String> words = Arrays.asList(suffix.split("\\+", -1));
    Decoding found = new Decoding(words.contains(TURNED), words.contains(TRUNCATED));
    if (!found.suffix().equals(suffix)) {
      throw new IllegalArgumentException("A preset's name does not end in '" + suffix + "'");
    }
    return found;
  }
}
