// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small JPEGs and PNGs whose parts a library would work through again and again. */
class CostlyFilesTest {
  private static final RgbImage PICTURE = Pixels.synthetic(31, 23);

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @ValueSource(ints = {0xc0, 0xc2})
  void jpegsOfManyScansAreTooLarge(int frame) {
    assertThat(decoder.decode(jpeg(frame, 501)))
        .isEqualTo(new Unreadable(RejectionReason.TOO_LARGE, "has more than 500 scans"));
    assertThat(PictureFacts.read(jpeg(frame, 500), ImageLimits.DEFAULT))
        .isInstanceOf(PictureFacts.Known.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iTXt"})
  void pngsAreDecodedWithoutManyTexts(String type) {
    byte[] png = Pixels.encoded(PICTURE, "png");
    byte[] some = withTexts(png, type, 8);
    byte[] many = withTexts(png, type, 9);

    assertThat(PngHeader.withoutTexts(some)).isSameAs(some);
    assertThat(PngHeader.withoutTexts(many)).isEqualTo(png);
    assertThat(PngHeader.withoutTexts(Arrays.copyOf(many, many.length - 3)))
        .isEqualTo(Arrays.copyOf(png, png.length - 3));
    RgbImage decoded = (RgbImage) decoder.decode(many);
    assertThat(Arrays.copyOf(decoded.rgb(), PICTURE.rgb().length)).isEqualTo(PICTURE.rgb());
  }

  /** Three components, one in each scan, without any pixel. */
  private static byte[] jpeg(int frame, int scans) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] head = {0xff, 0xd8, 0xff, frame, 0, 17, 8, 0, 9, 0, 9, 3, 1, 17, 0, 2, 17, 0, 3, 17, 0};
    Arrays.stream(head).forEach(out::write);
    for (int i = 0; i < scans; i++) {
      out.writeBytes(new byte[] {-1, (byte) 0xda, 0, 8, 1, (byte) (1 + i % 3), 0, 0, 0, 0});
    }
    out.writeBytes(new byte[] {-1, (byte) 0xd9});
    return out.toByteArray();
  }

  /** Texts behind the image header. */
  private static byte[] withTexts(byte[] png, String type, int count) {
    byte[] named = (type + "name\0\0\0\0\0").getBytes(StandardCharsets.ISO_8859_1);
    CRC32 check = new CRC32();
    check.update(named);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    for (int i = 0; i < count; i++) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(named.length - 4).array());
      out.writeBytes(named);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
    }
    out.write(png, 33, png.length - 33);
    return out.toByteArray();
  }
}
