// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The shapes and textures against their geometry. */
final class MotifTest {
  @ParameterizedTest
  @CsvSource({
    "DISC, 0, 0, -1",
    "DISC, 3, 4, 4",
    "SQUARE, 0.95, 0.2, 0.1",
    "SQUARE, 0.1, -0.65, -0.2",
    "RING, 0, 0, 0.7",
    "RING, 0, 0.85, -0.15",
    "CROSS, 0.9, 0, -0.1",
    "CROSS, 0.6, 0.6, 0.33",
    "TRIANGLE, 0, 1, 0",
    "TRIANGLE, 0, -0.5, 0",
    "TRIANGLE, 0, 0, -0.5",
    "STRIPES, 0, 0.3, -0.115",
    "STRIPES, 0.23, 0.3, 0.115",
    "CHECKERBOARD, 0, 0, -0.19",
    "CHECKERBOARD, 0.38, 0, 0.19",
    "CHECKERBOARD, 0.38, 0.38, -0.19",
    "DOTS, 0, 0, -0.1333",
    "DOTS, 0.215, 0.215, 0.1707",
    "SPIRAL, 0, 1.5, 0.5",
  })
  void distanceIsMeasuredFromTheEdge(Motif motif, double x, double y, double distance) {
    assertThat(motif.distance(x, y, 0.5)).isCloseTo(distance, within(1e-4));
  }

  @Test
  void starHasFivePointsOrSix() {
    assertThat(pointsAlong(0.9, 0.1)).isEqualTo(5);
    assertThat(pointsAlong(0.9, 0.9)).isEqualTo(6);
    assertThat(Motif.STAR.distance(0, 0, 0.1)).isNegative();
  }

  @Test
  void spiralCrossesEachRayOncePerTurn() {
    // Along any ray there is one arm a pitch; a ring or disc would not shift with the angle.
    double pitch = 0.46 - 0.14 * 0.5;
    double[] arm = new double[] {2 * pitch, -(pitch * 1.5)};
    assertThat(Motif.SPIRAL.distance(arm[0], 0, 0.5)).isCloseTo(-pitch / 4, within(1e-9));
    assertThat(Motif.SPIRAL.distance(arm[1], 0, 0.5)).isCloseTo(-pitch / 4, within(1e-9));
    assertThat(Motif.SPIRAL.distance(-arm[0], 0, 0.5)).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void everyMotifHasAnInsideAndEndsWithinItsReach(Motif motif) {
    int inside = 0;
    for (double x = -3; x <= 3; x += 0.05) {
      for (double y = -3; y <= 3; y += 0.05) {
        if (motif.distance(x, y, 0.3) < 0) {
          inside++;
          assertThat(Math.hypot(x, y)).isLessThan(1.42);
        }
      }
    }
    assertThat(inside).isGreaterThan(200);
  }

  @Test
  void labelsAreInAlphabeticalOrder() {
    assertThat(DrawnSet.CLASSES).hasSize(10).isSorted().contains("disc", "star");
  }

  private static int pointsAlong(double radius, double variation) {
    int entries = 0;
    boolean inside = Motif.STAR.distance(radius, 0, variation) < 0;
    for (int i = 1; i <= 720; i++) {
      double angle = Math.PI * i / 360;
      boolean now =
          Motif.STAR.distance(radius * Math.cos(angle), radius * Math.sin(angle), variation) < 0;
      entries += now && !inside ? 1 : 0;
      inside = now;
    }
    return entries;
  }
}
