// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pictures of the benchmarks: those of the folder that the system property {@code
 * mobilespark.pictures} names, else JPEGs (4:2:0, quality 0.75) of a formula, in sizes as ImageNet
 * has them.
 */
final class BenchmarkPictures {
  private static final int[][] SIZES = {
    {500, 375}, {375, 500}, {500, 333}, {500, 375}, {333, 500}, {500, 500}, {469, 387}, {400, 300}
  };

  /** More than a core's caches hold. */
  private static final int MOST = 64;

  private BenchmarkPictures() {}

  /** Files that can be decoded, at most 64. */
  static List<byte[]> encoded() {
    String folder = System.getProperty("mobilespark.pictures", "");
    List<byte[]> pictures = folder.isEmpty() ? drawn() : in(Path.of(folder));
    if (pictures.isEmpty()) {
      throw new IllegalStateException("No pictures in " + folder);
    }
    return pictures;
  }

  /** The same, decoded. */
  static List<RgbImage> decoded() {
    // A decoder each: it owns its pixels.
    return encoded().stream()
        .map(bytes -> (RgbImage) new ImageDecoder(ImageLimits.DEFAULT).decode(bytes))
        .toList();
  }

  private static List<byte[]> drawn() {
    return Stream.of(SIZES)
        .map(size -> Pixels.encoded(Pixels.synthetic(size[0], size[1]), "jpg"))
        .toList();
  }

  private static List<byte[]> in(Path folder) {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(BenchmarkPictures::bytes)
          .filter(bytes -> decoder.decode(bytes) instanceof RgbImage)
          .limit(MOST)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
