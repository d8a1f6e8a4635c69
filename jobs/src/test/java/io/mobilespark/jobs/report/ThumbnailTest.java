// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Thumbnails: sizes, aspect, and what cannot be read. */
final class ThumbnailTest {
  @Test
  void largePictureIsMadeSmallWithItsAspect() throws IOException {
    Thumbnail thumbnail = Thumbnail.of(png(2000, 1000, 0xFF3366CC)).orElseThrow();

    assertThat(thumbnail.width()).isEqualTo(Thumbnail.SIDE);
    assertThat(thumbnail.height()).isEqualTo(Thumbnail.SIDE / 2);
    BufferedImage image = image(thumbnail);
    assertThat(image.getWidth()).isEqualTo(Thumbnail.SIDE);
    assertThat(image.getHeight()).isEqualTo(Thumbnail.SIDE / 2);
    assertThat((image.getRGB(80, 40) >> 16) & 255).isBetween(0x33 - 8, 0x33 + 8);
    assertThat(image.getRGB(80, 40) & 255).isBetween(0xCC - 8, 0xCC + 8);
    assertThat(thumbnail.dataUri().length()).isLessThan(8000);
  }

  @Test
  void smallPictureStaysSmallAndLiesOnWhite() throws IOException {
    Thumbnail thumbnail = Thumbnail.of(png(40, 30, 0)).orElseThrow();

    assertThat(thumbnail.width()).isEqualTo(40);
    assertThat(thumbnail.height()).isEqualTo(30);
    assertThat(image(thumbnail).getRGB(20, 15) & 255).isGreaterThan(250);
  }

  @Test
  void sliverKeepsOnePixel() throws IOException {
    assertThat(Thumbnail.of(png(3000, 1, -1)).orElseThrow().height()).isEqualTo(1);
  }

  @Test
  void noThumbnailOfWhatIsNoPicture() throws IOException {
    assertThat(Thumbnail.of(new byte[0])).isEmpty();
    assertThat(Thumbnail.of("text".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(Thumbnail.of(Arrays.copyOf(png(300, 300, -1), 60))).isEmpty();
  }

  @Test
  void noMemoryIsTakenForPictureThatClaimsToBeHuge() throws IOException {
    byte[] bytes = png(10, 10, -1);
    // Width and height lie in the header chunk, from byte 16 on; its checksum is not looked at.
    bytes[17] = 1;
    bytes[21] = 1;
    assertThat(Thumbnail.of(bytes)).isEmpty();
  }

  private static BufferedImage image(Thumbnail thumbnail) throws IOException {
    String prefix = "data:image/jpeg;base64,";
    assertThat(thumbnail.dataUri()).startsWith(prefix);
    return ImageIO.read(
        new ByteArrayInputStream(
            Base64.getDecoder().decode(thumbnail.dataUri().substring(prefix.length()))));
  }

  private static byte[] png(int width, int height, int argb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, argb);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "png", bytes)).isTrue();
    return bytes.toByteArray();
  }
}
