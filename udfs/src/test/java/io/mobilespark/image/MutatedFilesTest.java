// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cut and overwritten files of every format end as pixels or a reason, in bounded memory. */
class MutatedFilesTest {
  private static final int HEADER_BYTES = 120;
  private static final List<String> FORMATS = List.of("jpg", "png", "gif", "bmp", "webp", "tiff");
  private static final Set<RejectionReason> FROM_CONTENT =
      EnumSet.of(
          RejectionReason.EMPTY,
          RejectionReason.TRUNCATED,
          RejectionReason.CORRUPT,
          RejectionReason.UNSUPPORTED_FORMAT,
          RejectionReason.TOO_LARGE);

  // Small, so that no mutation may take much memory or time.
  private final ImageLimits limits = new ImageLimits(300_000, 1 << 20);
  private final ImageDecoder decoder = new ImageDecoder(limits);
  private final Random random = new Random(7);

  @Test
  void mutatedSelfMadeFiles() {
    RgbImage picture = Pixels.synthetic(61, 43);
    List<byte[]> files =
        Stream.concat(
                Stream.of("jpg", "png", "gif", "bmp").map(f -> Pixels.encoded(picture, f)),
                Stream.of(Gif.screen(9, 9).frame(1, 1, 4, 4, true).bytes()))
            .toList();

    assertTimeoutPreemptively(Duration.ofMinutes(2), () -> mutate(files, 1_500));
  }

  @Test
  void mutatedReferenceFiles() throws IOException {
    Path folder = SharedFiles.require("golden/hostile");
    try (Stream<Path> paths = Files.list(folder)) {
      List<byte[]> files = paths.sorted().map(MutatedFilesTest::read).toList();

      assertTimeoutPreemptively(Duration.ofMinutes(2), () -> mutate(files, 60));
    }
  }

  /** WebP and TIFF, 5,000 of them. */
  @Test
  void mutatedFilesOfPillow() throws URISyntaxException, IOException {
    try (Stream<Path> paths = Files.list(PillowPicturesTest.ownFolder())) {
      List<byte[]> files =
          paths
              .filter(path -> !path.toString().endsWith(".csv"))
              .sorted()
              .map(MutatedFilesTest::read)
              .toList();

      assertTimeoutPreemptively(
          Duration.ofMinutes(2), () -> mutate(files, 1 + 5_000 / files.size()));
    }
  }

  @Test
  void everyPrefixOfAHeader() {
    for (String format : FORMATS) {
      byte[] file = Pixels.encoded(Pixels.synthetic(8, 8), format);
      for (int length = 1; length < Math.min(file.length, HEADER_BYTES); length++) {
        assertThat(ImageDecoderTest.reason(decoder.decode(Arrays.copyOf(file, length))))
            .as("%s cut to %d bytes", format, length)
            .isIn(RejectionReason.TRUNCATED, RejectionReason.CORRUPT);
      }
    }
  }

  @Test
  void randomBytesBehindEverySignature() {
    for (String format : FORMATS) {
      byte[] start = Pixels.encoded(Pixels.synthetic(8, 8), format);
      for (int i = 0; i < 2_000; i++) {
        byte[] file = new byte[12 + random.nextInt(200)];
        random.nextBytes(file);
        System.arraycopy(start, 0, file, 0, 12);
        check(file);
      }
    }
  }

  private void mutate(List<byte[]> files, int times) {
    for (byte[] file : files) {
      for (int i = 0; i < times; i++) {
        check(mutated(file));
      }
    }
  }

  private byte[] mutated(byte[] file) {
    byte[] copy =
        random.nextInt(4) == 0
            ? Arrays.copyOf(file, random.nextInt(file.length + 1))
            : file.clone();
    if (copy.length > 0) {
      int changes = random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        int within = random.nextBoolean() ? Math.min(copy.length, HEADER_BYTES) : copy.length;
        copy[random.nextInt(within)] = (byte) random.nextInt(256);
      }
    }
    return copy;
  }

  private void check(byte[] file) {
    DecodedImage image = decoder.decode(file);
    if (image instanceof RgbImage rgb) {
      assertThat(rgb.width() * (long) rgb.height()).isLessThanOrEqualTo(limits.maxPixels());
    } else if (image instanceof Unreadable unreadable) {
      assertThat(unreadable.reason()).isIn(FROM_CONTENT);
      assertThat(unreadable.detail()).isNotBlank().doesNotContain("\n");
    }
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
