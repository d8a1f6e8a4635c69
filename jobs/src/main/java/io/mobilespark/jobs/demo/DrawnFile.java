// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * One file of a drawn set, before it is drawn.
 *
 * @param index its number in the set, from 0
 * @param quality of a JPEG, 0 to 1
 */
record DrawnFile(int index, Drawing drawing, PictureFormat format, double quality) {
  private static final List<Motif> MOTIFS = List.of(Motif.values());

  /** Two of three are plain JPEG or PNG; the rest are what decoders stumble over. */
  private static final List<PictureFormat> FORMATS =
      List.of(
          PictureFormat.JPEG,
          PictureFormat.JPEG,
          PictureFormat.JPEG,
          PictureFormat.JPEG,
          PictureFormat.JPEG,
          PictureFormat.JPEG,
          PictureFormat.JPEG_PROGRESSIVE,
          PictureFormat.JPEG_GREY,
          PictureFormat.PNG,
          PictureFormat.PNG,
          PictureFormat.PNG_ALPHA,
          PictureFormat.PNG_PALETTE,
          PictureFormat.PNG_GREY);

  /** The file with that number; the classes take turns. */
  static DrawnFile of(long seed, int index) {
    RandomGenerator random = Chance.of(seed, index);
    PictureFormat format = Chance.oneOf(random, FORMATS);
    double quality = Chance.between(random, 0.35, 0.95);
    return new DrawnFile(
        index, Drawing.random(MOTIFS.get(index % MOTIFS.size()), random), format, quality);
  }

  /** The class. */
  String label() {
    return drawing.figure().motif().label();
  }

  /** The path below the set's folder, with slashes. */
  String path() {
    return String.format(Locale.ROOT, "%s/%s-%05d.%s", label(), label(), index, format.extension());
  }

  byte[] bytes() {
    return format.encode(drawing.image(), quality);
  }
}
