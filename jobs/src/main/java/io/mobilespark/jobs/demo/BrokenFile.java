// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The kinds of files that no decoder can make a picture of. */
enum BrokenFile {
  EMPTY("jpg"),
  TRUNCATED_JPEG("jpg"),
  TRUNCATED_PNG("png"),
  TEXT("jpg"),
  WRONG_BYTES("png");

  /** The folder below the set's folder; no class has this name. */
  static final String FOLDER = "broken";

  private final String extension;

  BrokenFile(String extension) {
    this.extension = extension;
  }

  /** The kind with that number; they take turns. */
  static BrokenFile of(int index) {
    return values()[index % values().length];
  }

  String path(int index) {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return String.format(Locale.ROOT, "%s/%s-%05d.%s", FOLDER, name, index, extension);
  }

  byte[] bytes(long seed, int index) {
    // Counted down from -1, where no picture is.
    RandomGenerator random = Chance.of(seed, -1L - index);
    return switch (this) {
      case EMPTY -> new byte[0];
      case TRUNCATED_JPEG -> firstHalf(PictureFormat.JPEG, random);
      case TRUNCATED_PNG -> firstHalf(PictureFormat.PNG, random);
      case TEXT ->
          ("This file is named like a picture and holds a line of text, number " + index + ".\n")
              .getBytes(StandardCharsets.UTF_8);
      case WRONG_BYTES -> {
        byte[] bytes = new byte[4096];
        random.nextBytes(bytes);
        bytes[0] = 0; // No format's first byte that a decoder might look further for.
        yield bytes;
      }
    };
  }

  private static byte[] firstHalf(PictureFormat format, RandomGenerator random) {
    byte[] whole = format.encode(Drawing.random(Motif.DISC, random).image(), 0.8);
    return Arrays.copyOf(whole, whole.length / 2);
  }
}
