// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of file holds what was drawn. */
final class PictureFormatTest {
  private static final BufferedImage DRAWING = Drawing.random(Motif.STAR, Chance.of(5, 5)).image();

  @ParameterizedTest
  @EnumSource
  void fileReadsAsWhatWasDrawn(PictureFormat format) throws IOException {
    BufferedImage read = read(format.encode(DRAWING, 0.95));

    assertThat(read.getWidth()).isEqualTo(DRAWING.getWidth());
    assertThat(read.getHeight()).isEqualTo(DRAWING.getHeight());
    boolean grey = format == PictureFormat.JPEG_GREY || format == PictureFormat.PNG_GREY;
    assertThat(read.getRaster().getNumBands())
        .isEqualTo(
            grey || format == PictureFormat.PNG_PALETTE
                ? 1
                : format == PictureFormat.PNG_ALPHA ? 4 : 3);
    double difference = 0;
    for (int y = 0; y < read.getHeight(); y++) {
      for (int x = 0; x < read.getWidth(); x++) {
        int drawn = DRAWING.getRGB(x, y);
        int luma =
            (int)
                Math.round(
                    0.299 * ((drawn >> 16) & 255)
                        + 0.587 * ((drawn >> 8) & 255)
                        + 0.114 * (drawn & 255));
        difference +=
            grey
                ? Math.abs(read.getRaster().getSample(x, y, 0) - luma)
                : Math.abs(((read.getRGB(x, y) >> 8) & 255) - ((drawn >> 8) & 255));
      }
    }
    double allowed =
        format == PictureFormat.PNG_PALETTE ? 26 : format.extension().equals("jpg") ? 6 : 0;
    assertThat(difference / read.getWidth() / read.getHeight()).isLessThanOrEqualTo(allowed);
  }

  @Test
  void progressiveJpegIsProgressiveAndTheOthersAreNot() {
    assertThat(frameMarker(PictureFormat.JPEG_PROGRESSIVE)).isEqualTo(0xC2);
    assertThat(frameMarker(PictureFormat.JPEG)).isEqualTo(0xC0);
    assertThat(frameMarker(PictureFormat.JPEG_GREY)).isEqualTo(0xC0);
  }

  @Test
  void paletteAndAlphaAreReal() throws IOException {
    assertThat(read(PictureFormat.PNG_PALETTE.encode(DRAWING, 1)).getColorModel())
        .isInstanceOf(IndexColorModel.class);
    BufferedImage alpha = read(PictureFormat.PNG_ALPHA.encode(DRAWING, 1));
    assertThat(alpha.getRGB(0, 0) >>> 24).isLessThan(100);
    assertThat(alpha.getRGB(alpha.getWidth() - 1, 0) >>> 24).isEqualTo(255);
  }

  @Test
  void lowerQualityMakesSmallerFiles() {
    assertThat(PictureFormat.JPEG.encode(DRAWING, 0.35).length)
        .isLessThan(PictureFormat.JPEG.encode(DRAWING, 0.95).length / 2);
  }

  private static BufferedImage read(byte[] bytes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  /** The second byte of the marker that starts the frame. */
  private static int frameMarker(PictureFormat format) {
    byte[] bytes = format.encode(DRAWING, 0.8);
    int at = 2;
    while (true) {
      int marker = bytes[at + 1] & 255;
      if (marker >= 0xC0 && marker <= 0xC3) {
        return marker;
      }
      at += 2 + (((bytes[at + 2] & 255) << 8) | (bytes[at + 3] & 255));
    }
  }
}
