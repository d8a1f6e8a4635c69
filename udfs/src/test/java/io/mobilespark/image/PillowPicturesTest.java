// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * WebP and TIFF of every kind against Pillow, pixel for pixel; {@code
 * src/test/python/pillow_pictures.py} made pictures and hashes.
 */
class PillowPicturesTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  static Stream<Path> folders() throws URISyntaxException {
    return Stream.concat(
        Stream.of(ownFolder()),
        Stream.ofNullable(System.getProperty("mobilespark.pillow")).map(Path::of));
  }

  /** Where the small pictures of the resources lie. */
  static Path ownFolder() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(PillowPicturesTest.class.getResource("pillow")).toURI());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyPixelIsPillows(Path folder) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> rows = Files.readAllLines(folder.resolve("expected.csv"));
    for (String row : rows.subList(1, rows.size())) {
      List<String> cells = List.of(row.split(",", 5));
      byte[] file = read(folder.resolve(cells.get(0)));
      String found = found(decoder.decode(file));
      if (!found.equals(String.join(",", cells.subList(1, 4)))) {
        wrong.add(found + " of " + row);
      }
      String size = cells.get(1) + "x" + cells.get(2);
      if (!size.equals(headerSize(PictureFacts.read(file, ImageLimits.DEFAULT)))) {
        wrong.add("header of " + row);
      }
    }
    assertThat(rows).hasSizeGreaterThan(20);
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void picturesAreTurnedAsPillowTurnsThem(Path folder) throws IOException {
    ImageDecoder turning = new ImageDecoder(ImageLimits.DEFAULT, new Decoding(true, false));
    List<String> rows = Files.readAllLines(folder.resolve("turned.csv"));
    assertThat(rows).hasSize(33);
    for (String row : rows.subList(1, rows.size())) {
      List<String> cells = List.of(row.split(",", 5));
      byte[] file = read(folder.resolve(cells.get(0)));
      int orientation = Integer.parseInt(cells.get(4));
      assertThat(found(turning.decode(file)))
          .as(row)
          .isEqualTo(String.join(",", cells.subList(1, 4)));
      RgbImage stored = (RgbImage) decoder.decode(file);
      assertThat(stored.width()).isEqualTo(11);
      assertThat(stored.caveats().turnIgnored()).as(row).isEqualTo(orientation != 1);
      assertThat(PictureFacts.read(file, ImageLimits.DEFAULT))
          .isInstanceOfSatisfying(
              PictureFacts.Known.class,
              known -> {
                assertThat(known.orientation()).as(row).isEqualTo(orientation);
                assertThat(known.width()).isEqualTo(11);
              });
    }
  }

  private static String found(DecodedImage image) {
    return image instanceof RgbImage rgb
        ? rgb.width()
            + ","
            + rgb.height()
            + ","
            + Pixels.sha256(rgb.rgb(), 3 * rgb.width() * rgb.height())
        : image.toString();
  }

  private static String headerSize(PictureFacts facts) {
    return facts instanceof PictureFacts.Known known
        ? known.width() + "x" + known.height()
        : facts.toString();
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
