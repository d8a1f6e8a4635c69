// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is drawn: area, noise, contrast, variety. */
final class DrawingTest {
  private static final Colour BLACK = new Colour(0, 0, 0);
  private static final Colour WHITE = new Colour(1, 1, 1);
  private static final Placement UPRIGHT = new Placement(60, 50, 20, 1, 0, 0, 1);

  @Test
  void discCoversItsAreaWithSmoothEdges() {
    BufferedImage image = disc(0, List.of()).image();

    double covered = 0;
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 120; x++) {
        covered += (image.getRGB(x, y) & 255) / 255.0;
      }
    }
    assertThat(covered).isCloseTo(Math.PI * 20 * 20, within(3.0));
    assertThat(image.getRGB(60, 50)).isEqualTo(0xFFFFFFFF);
    assertThat(image.getRGB(60, 80)).isEqualTo(0xFF000000);
    assertThat(image.getRGB(45, 36) & 255).isBetween(1, 254);
  }

  @Test
  void noiseHasTheDeviationItSays() {
    BufferedImage image = disc(10, List.of(grey())).image();

    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 120; x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          double sample = (image.getRGB(x, y) >> shift) & 255;
          sum += sample;
          squares += sample * sample;
          count++;
        }
      }
    }
    double mean = sum / count;
    assertThat(mean).isCloseTo(127.5, within(0.5));
    assertThat(Math.sqrt(squares / count - mean * mean)).isCloseTo(10, within(0.3));
  }

  @Test
  void figureStandsOutFromItsGroundInGreys() {
    for (int index = 0; index < 500; index++) {
      Drawing drawing = DrawnFile.of(11, index).drawing();
      double figure = drawing.figure().near().luma();
      assertThat(Math.abs(figure - drawing.background().first().luma())).isGreaterThan(0.16);
      assertThat(Math.abs(figure - drawing.background().second().luma())).isGreaterThan(0.16);
    }
  }

  @Test
  void drawingsVaryInAllTheirSizes() {
    List<Drawing> drawings =
        IntStream.range(0, 500).mapToObj(index -> DrawnFile.of(12, index).drawing()).toList();
    assertThat(drawings.stream().map(Drawing::width).distinct()).hasSizeGreaterThan(150);
    assertThat(drawings)
        .anyMatch(d -> d.width() > 1.5 * d.height())
        .anyMatch(d -> d.height() > 1.5 * d.width())
        .allMatch(d -> Math.max(d.width(), d.height()) <= 1.85 * Math.min(d.width(), d.height()));
    assertThat(drawings.stream().map(d -> d.background().kind()).distinct())
        .containsExactlyInAnyOrder(Background.Kind.values());
    assertThat(drawings.stream().map(d -> d.beneath().size()).distinct())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
  }

  private static Drawing disc(double noise, List<Clutter> above) {
    Background black = new Background(Background.Kind.PLAIN, BLACK, BLACK, 1, 0, 2, 0);
    Figure figure = new Figure(Motif.DISC, 0.5, UPRIGHT, WHITE, WHITE);
    return new Drawing(120, 100, black, List.of(), figure, above, noise, 9);
  }

  /** A speck larger than the picture. */
  private static Clutter grey() {
    return new Clutter(new Placement(60, 50, 500, 1, 0, 0, 1), 1, new Colour(0.5, 0.5, 0.5));
  }
}
