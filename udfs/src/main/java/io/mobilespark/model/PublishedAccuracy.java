// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A published figure on the ImageNet validation set, and the preprocessing it belongs to.
 *
 * @param model family and form
 * @param alpha width multiplier
 * @param resolution side of the square input in pixels
 * @param source who published it
 * @param preset name of the preprocessing
 * @param top1Percent share of pictures whose first class is right
 * @param top5Percent share of pictures with the right class among the first five, if published
 * @param note what else there is to know, or nothing
 */
public record PublishedAccuracy(
    ModelName model,
    double alpha,
    int resolution,
    String source,
    String preset,
    double top1Percent,
    OptionalDouble top5Percent,
    String note) {

  private static final String RESOURCE = "published-accuracy.txt";
  private static final List<PublishedAccuracy> ALL = read();

  /** Checks the figures. */
  public PublishedAccuracy {
    if (!(top1Percent > 0 && top1Percent <= top5Percent.orElse(100))
        || top5Percent.orElse(100) > 100) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "top-1 %s and top-5 %s of %s", top1Percent, top5Percent, model));
    }
  }

  /** Every figure known. */
  public static List<PublishedAccuracy> all() {
    return ALL;
  }

  /** The figures of a network; none for other sizes and widths than the published ones. */
  public static List<PublishedAccuracy> of(ModelSpec spec) {
    return ALL.stream()
        .filter(figure -> figure.model.equals(spec.name()) && figure.alpha == spec.alpha())
        .filter(figure -> figure.resolution == spec.height() && figure.resolution == spec.width())
        .toList();
  }

  private static List<PublishedAccuracy> read() {
    try (InputStream in =
            Objects.requireNonNull(PublishedAccuracy.class.getResourceAsStream(RESOURCE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<PublishedAccuracy> figures = new ArrayList<>();
      String[] section = {};
      for (String line : lines.lines().toList()) {
        if (line.startsWith("[")) {
          section = line.substring(1, line.length() - 1).split(" \\| ", -1);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          figures.add(figure(section, line.split(" ", -1)));
        }
      }
      return List.copyOf(figures);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  private static PublishedAccuracy figure(String[] section, String[] fields) {
    return new PublishedAccuracy(
        ModelName.parse(fields[0]),
        Double.parseDouble(fields[1]),
        Integer.parseInt(fields[2]),
        section[0],
        section[1],
        Double.parseDouble(fields[3]),
        fields[4].equals("-")
            ? OptionalDouble.empty()
            : OptionalDouble.of(Double.parseDouble(fields[4])),
        section.length > 2 ? section[2] : "");
  }
}
