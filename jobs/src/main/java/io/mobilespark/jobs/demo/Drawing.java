// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One picture before it is drawn: all that chance decides about it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param noise standard deviation of each sample, of 255 steps
 * @param grain the seed of that noise
 */
record Drawing(
    int width,
    int height,
    Background background,
    List<Clutter> beneath,
    Figure figure,
    List<Clutter> above,
    double noise,
    long grain) {

  private static final int SHORTEST_SIDE = 96;
  private static final int LONGEST_SIDE = 320;
  private static final double MOST_ELONGATED = 1.8;

  static Drawing random(Motif motif, RandomGenerator random) {
    int width = random.nextInt(SHORTEST_SIDE, LONGEST_SIDE + 1);
    int least = Math.max(SHORTEST_SIDE, (int) (width / MOST_ELONGATED));
    int most = Math.min(LONGEST_SIDE, (int) (width * MOST_ELONGATED));
    int height = random.nextInt(least, most + 1);
    Background background = Background.random(random);
    Figure figure = Figure.random(motif, width, height, background, random);
    double radius = figure.placement().radius();
    List<Clutter> beneath = Clutter.scattered(width, height, radius, random);
    List<Clutter> above =
        random.nextBoolean() ? Clutter.scattered(width, height, radius * 0.6, random) : List.of();
    double noise = random.nextBoolean() ? 0 : Chance.between(random, 2, 18);
    return new Drawing(width, height, background, beneath, figure, above, noise, random.nextLong());
  }

  /** Draws it, as opaque RGB. */
  BufferedImage image() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    double[] pixel = new double[3];
    RandomGenerator random = new SplittableRandom(grain);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        paint(x + 0.5, y + 0.5, pixel);
        row[x] = packed(pixel, noise == 0 ? 0 : random.nextLong());
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  private void paint(double x, double y, double[] pixel) {
    background.paint(x / width, y / height, pixel);
    for (Clutter clutter : beneath) {
      clutter.paint(x, y, pixel);
    }
    figure.paint(x, y, pixel);
    for (Clutter clutter : above) {
      clutter.paint(x, y, pixel);
    }
  }

  private int packed(double[] pixel, long bits) {
    int packed = 0;
    for (int channel = 0; channel < 3; channel++) {
      double sample =
          255 * pixel[channel] + (noise == 0 ? 0 : noise * normal(bits >>> (20 * channel)));
      packed = (packed << 8) | (int) Math.rint(Math.max(0, Math.min(255, sample)));
    }
    return packed;
  }

  /** The sum of four even draws of five bits each: near enough to normal, and exact everywhere. */
  private static double normal(long bits) {
    long sum = (bits & 31) + ((bits >>> 5) & 31) + ((bits >>> 10) & 31) + ((bits >>> 15) & 31);
    // Four times the variance (32 * 32 - 1) / 12 is 341, mean 62.
    return (sum - 62) / 18.466;
  }
}
