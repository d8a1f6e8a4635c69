// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every preset at several resolutions, square and not, against the references' formulas in numpy
 * (src/test/python/preset_expectations.py wrote preset-expectations.csv).
 */
class PresetExpectationsTest {

  @ParameterizedTest
  @MethodSource("expectations")
  void samplesAreThoseOfTheReference(Expectation wanted) {
    Samples found =
        Presets.byName(wanted.preset)
            .resampler(wanted.height, wanted.width)
            .resample(Pixels.synthetic(wanted.pictureWidth, wanted.pictureHeight));

    // One value in ten thousand may differ by 1 where no hash is stated.
    boolean exact = !wanted.sha256.isEmpty();
    double tolerance = exact ? 0 : 1e-4 * found.count();
    double sum = 0;
    for (int i = 0; i < found.count(); i++) {
      sum += found.sample(i);
    }
    assertThat(sum).isCloseTo(wanted.sum, Offset.offset(tolerance + 1e-9 * wanted.sum));
    for (int i = 0; i < 5; i++) {
      float sample = found.sample(Math.min(i * found.count() / 4, found.count() - 1));
      assertThat((double) sample).isCloseTo(wanted.values.get(i), Offset.offset(exact ? 0. : 1.));
    }
    if (exact) {
      assertThat(sha256(found)).isEqualTo(wanted.sha256);
    }
  }

  static List<Expectation> expectations() throws IOException {
    InputStream resource =
        Objects.requireNonNull(
            PresetExpectationsTest.class.getResourceAsStream("preset-expectations.csv"));
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> Expectation.of(line.split(",", -1))).toList();
    }
  }

  private static String sha256(Samples samples) {
    if (samples instanceof ByteSamples bytes) {
      return Pixels.sha256(bytes.values(), bytes.count());
    }
    ByteBuffer floats = ByteBuffer.allocate(4 * samples.count()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples.count(); i++) {
      floats.putFloat(samples.sample(i));
    }
    return Pixels.sha256(floats.array(), floats.capacity());
  }

  /** A line of the file. */
  record Expectation(
      String preset,
      int pictureWidth,
      int pictureHeight,
      int height,
      int width,
      String sha256,
      double sum,
      List<Double> values) {

    static Expectation of(String[] columns) {
      return new Expectation(
          columns[0],
          Integer.parseInt(columns[1]),
          Integer.parseInt(columns[2]),
          Integer.parseInt(columns[3]),
          Integer.parseInt(columns[4]),
          columns[5],
          Double.parseDouble(columns[6]),
          List.of(columns).subList(7, 12).stream().map(Double::valueOf).toList());
    }
  }
}
