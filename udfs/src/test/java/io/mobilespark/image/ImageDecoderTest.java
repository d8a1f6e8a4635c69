// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels and refusals of self-made files; the collection of odd files has its own test. */
class ImageDecoderTest {
  private static final RgbImage PICTURE = Pixels.synthetic(37, 23);

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void losslessFormatsGiveTheirPixels(String format) {
    RgbImage decoded = (RgbImage) decoder.decode(Pixels.encoded(PICTURE, format));

    assertSamePixels(decoded, PICTURE);
  }

  @Test
  void aBitmapOfOneLongRowIsConvertedInParts() {
    RgbImage row = Pixels.synthetic(9_001, 1);

    assertSamePixels((RgbImage) decoder.decode(Pixels.encoded(row, "bmp")), row);
  }

  @Test
  void theArrayIsReused() {
    RgbImage first = (RgbImage) decoder.decode(Pixels.encoded(PICTURE, "png"));
    RgbImage second = (RgbImage) decoder.decode(Pixels.encoded(Pixels.synthetic(9, 4), "png"));

    assertThat(second.rgb()).isSameAs(first.rgb());
    assertThat(second.width()).isEqualTo(9);
    assertThat(second.height()).isEqualTo(4);
    assertSamePixels(second, Pixels.synthetic(9, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void palettesOfAnyDepthAreFollowed(int bits) {
    int size = 1 << bits;
    byte[] red = new byte[size];
    byte[] green = new byte[size];
    byte[] blue = new byte[size];
    for (int i = 0; i < size; i++) {
      red[i] = (byte) (255 - i);
      green[i] = (byte) (3 * i + 1);
      blue[i] = (byte) (i * i);
    }
    BufferedImage image =
        new BufferedImage(
            19,
            7,
            bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY,
            new IndexColorModel(bits, size, red, green, blue));
    for (int i = 0; i < 19 * 7; i++) {
      image.getRaster().setSample(i % 19, i / 19, 0, i % size);
    }
    for (String format : bits == 2 ? new String[] {"png"} : new String[] {"png", "bmp"}) {
      RgbImage decoded = (RgbImage) decoder.decode(Pixels.encoded(image, format));
      for (int i = 0; i < 19 * 7; i++) {
        int index = i % size;
        assertThat(Arrays.copyOfRange(decoded.rgb(), 3 * i, 3 * i + 3))
            .as("%s pixel %d", format, i)
            .containsExactly(red[index], green[index], blue[index]);
      }
    }
  }

  @Test
  void aGrayPaletteThatIsNoRampIsFollowed() {
    byte[] inverted = new byte[256];
    for (int i = 0; i < 256; i++) {
      inverted[i] = (byte) (255 - i);
    }
    BufferedImage image =
        new BufferedImage(
            2,
            1,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 256, inverted, inverted, inverted));
    image.getRaster().setSample(1, 0, 0, 200);

    RgbImage decoded = (RgbImage) decoder.decode(Pixels.encoded(image, "bmp"));

    assertThat(Arrays.copyOf(decoded.rgb(), 6))
        .containsExactly(new byte[] {-1, -1, -1, 55, 55, 55});
  }

  @Test
  void aGifsFirstFrameLiesOnItsScreenWithTransparentColoursKept() {
    byte[] gif = Gif.screen(5, 4).frame(2, 1, 2, 2, true).frame(0, 0, 5, 4, false).bytes();

    RgbImage decoded = (RgbImage) decoder.decode(gif);

    byte[] wanted = new byte[60];
    for (int pixel : new int[] {5 + 2, 5 + 3, 10 + 2, 10 + 3}) {
      wanted[3 * pixel] = (byte) 200;
      wanted[3 * pixel + 1] = 100;
      wanted[3 * pixel + 2] = 50;
    }
    assertThat(decoded.width()).isEqualTo(5);
    assertThat(decoded.height()).isEqualTo(4);
    assertThat(Arrays.copyOf(decoded.rgb(), 60)).isEqualTo(wanted);
  }

  @Test
  void aGifFrameIsCutAtTheScreensEdge() {
    assertThat(decoder.decode(Gif.screen(5, 4).frame(4, 3, 9, 9, false).bytes()))
        .isInstanceOf(RgbImage.class);
    assertThat(decoder.decode(Gif.screen(5, 4).frame(40, 30, 9, 9, false).bytes()))
        .isInstanceOf(RgbImage.class);
  }

  @Test
  void aGifFrameLargerThanTheLimitIsTooLarge() {
    assertThat(decoder.decode(Gif.screen(5, 4).frame(0, 0, 60_000, 60_000, false).bytes()))
        .isEqualTo(
            new Unreadable(
                RejectionReason.TOO_LARGE, "declares 60000x60000 pixels, more than 64000000"));
  }

  @Test
  void limitsAreInclusive() {
    byte[] png = Pixels.encoded(PICTURE, "png");

    assertThat(new ImageDecoder(new ImageLimits(37 * 23, png.length)).decode(png))
        .isInstanceOf(RgbImage.class);
    assertThat(reason(new ImageDecoder(new ImageLimits(37 * 23 - 1, png.length)).decode(png)))
        .isEqualTo(RejectionReason.TOO_LARGE);
    assertThat(reason(new ImageDecoder(new ImageLimits(37 * 23, png.length - 1)).decode(png)))
        .isEqualTo(RejectionReason.TOO_LARGE);
  }

  @Test
  void aTextThatBeginsLikeABitmapIsNoPicture() {
    assertThat(
            reason(
                decoder.decode(
                    "BMW makes cars, and motorcycles as well.".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(RejectionReason.UNSUPPORTED_FORMAT);
  }

  @Test
  void aBitmapThatEmbedsAnotherFormatIsNotFollowed() {
    byte[] bmp = Pixels.encoded(PICTURE, "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(30, 5);

    assertThat(reason(decoder.decode(bmp))).isEqualTo(RejectionReason.UNSUPPORTED_FORMAT);
  }

  @Test
  void aCutBitmapIsTruncated() {
    byte[] bmp = Pixels.encoded(PICTURE, "bmp");

    // 37 pixels of 3 bytes, and 1 that pads the row.
    assertThat(decoder.decode(Arrays.copyOf(bmp, bmp.length - 1))).isInstanceOf(RgbImage.class);
    assertThat(reason(decoder.decode(Arrays.copyOf(bmp, bmp.length - 2))))
        .isEqualTo(RejectionReason.TRUNCATED);
  }

  static RejectionReason reason(DecodedImage image) {
    return ((Unreadable) image).reason();
  }

  private static void assertSamePixels(RgbImage found, RgbImage wanted) {
    int bytes = 3 * wanted.width() * wanted.height();
    assertThat(Arrays.copyOf(found.rgb(), bytes)).isEqualTo(Arrays.copyOf(wanted.rgb(), bytes));
  }
}
