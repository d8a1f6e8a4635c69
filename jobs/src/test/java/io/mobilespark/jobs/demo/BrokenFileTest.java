// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Broken files are broken, by the measure that whole ones pass. */
final class BrokenFileTest {
  @ParameterizedTest
  @EnumSource
  void noReaderMakesWholePictureOfIt(BrokenFile kind) throws IOException {
    assertThat(readsWhole(kind.bytes(1, 0))).isFalse();
    assertThat(readsWhole(kind.bytes(1, 17))).isFalse();
  }

  @Test
  void wholeFilePassesTheSameTest() throws IOException {
    assertThat(readsWhole(DrawnFile.of(1, 0).bytes())).isTrue();
  }

  @Test
  void truncatedFilesStartLikeGoodOnes() {
    assertThat(BrokenFile.TRUNCATED_JPEG.bytes(1, 0))
        .startsWith(0xFF, 0xD8)
        .hasSizeGreaterThan(500);
    assertThat(BrokenFile.TRUNCATED_PNG.bytes(1, 0)).startsWith(0x89, 'P', 'N', 'G');
    assertThat(BrokenFile.EMPTY.bytes(1, 0)).isEmpty();
  }

  @Test
  void kindsTakeTurnsAndPathsSayThem() {
    assertThat(BrokenFile.of(6)).isEqualTo(BrokenFile.TRUNCATED_JPEG);
    assertThat(BrokenFile.of(6).path(6)).isEqualTo("broken/truncated-jpeg-00006.jpg");
    assertThat(DrawnSet.CLASSES).doesNotContain(BrokenFile.FOLDER);
  }

  /** Whether a picture comes out without an error or a warning, to the last row. */
  private static boolean readsWhole(byte[] bytes) throws IOException {
    try (ImageInputStream stream =
        ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      var readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return false;
      }
      ImageReader reader = readers.next();
      boolean[] warned = new boolean[1];
      reader.setInput(stream);
      reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
      try {
        reader.read(0);
      } catch (IOException e) {
        return false;
      }
      return !warned[0];
    }
  }
}
