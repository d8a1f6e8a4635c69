// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.SharedFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lack a mark are pictures like others; cut ones where a decoding asks for them. */
class DamagedFilesTest {
  private static final RgbImage PICTURE = Pixels.synthetic(61, 43);

  private final ImageDecoder plain = new ImageDecoder(ImageLimits.DEFAULT);
  private final ImageDecoder lenient =
      new ImageDecoder(ImageLimits.DEFAULT, new Decoding(false, true));

  /** Beginnings of SHA-256 of Pillow's pixels; of the JPEGs, of the same file with its mark. */
  @ParameterizedTest
  @CsvSource({
    "no-eoi.jpg, 9288b159dfa8",
    "junk-before.jpg, 9288b159dfa8",
    "frame-larger-than-screen.gif, e3f861054938",
    "zero-screen.gif, e3f861054938",
    "nul-before-block.gif, e3f861054938",
    "no-last-padding.bmp, 9d3b197f6d7a",
    "webp.webp, 3e443355428b",
    "tiff.tif, 5ed48059bdcf"
  })
  void picturesAsPeopleHaveThemAreRead(String name, String sha256) throws IOException {
    byte[] file = Files.readAllBytes(SharedFiles.require("wild/pictures/" + name));
    assertThat(sha256(plain, file)).startsWith(sha256);
    assertThat(PictureFacts.read(file, ImageLimits.DEFAULT)).isInstanceOf(PictureFacts.Known.class);
  }

  @Test
  void jpegsWithoutAMarkAreWhole() {
    byte[] jpeg = Pixels.encoded(PICTURE, "jpg");
    String wanted = sha256(plain, jpeg);
    assertThat(sha256(plain, Arrays.copyOf(jpeg, jpeg.length - 2))).isEqualTo(wanted);
    assertThat(sha256(plain, behind(jpeg, 0xff, 0xd8))).isEqualTo(wanted);
    assertThat(sha256(plain, behind(jpeg, 0xef, 0xbb, 0xbf, '\n'))).isEqualTo(wanted);
    assertThat(sha256(plain, withHeightBehind(jpeg))).isEqualTo(wanted);
  }

  @Test
  void aJpegCutInItsHeadIsTruncatedWhateverIsBeforeIt() {
    byte[] cut = Arrays.copyOf(Pixels.encoded(PICTURE, "jpg"), 60);
    for (byte[] file : new byte[][] {cut, behind(cut, '\r', '\n'), behind(cut, 0xff, 0xd8)}) {
      assertThat(ImageDecoderTest.reason(plain.decode(file))).isEqualTo(RejectionReason.TRUNCATED);
    }
  }

  @Test
  void pngsWithoutTheirEndAreWhole() {
    byte[] png = Pixels.encoded(PICTURE, "png");
    String wanted = sha256(plain, png);
    for (int missing : new int[] {4, 12, 14, 18}) {
      assertThat(sha256(plain, Arrays.copyOf(png, png.length - missing)))
          .as("%d bytes missing", missing)
          .isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void cutPicturesAreDecodedWhereThatIsAskedFor(String format) {
    byte[] file = Pixels.encoded(PICTURE, format);
    RgbImage decoded = (RgbImage) lenient.decode(file);
    byte[] whole = decoded.rgb().clone();
    assertThat(decoded.caveats()).isEqualTo(Caveats.NONE);
    byte[] cut = Arrays.copyOf(file, file.length * 2 / 3);
    assertThat(plain.decode(cut))
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).isEqualTo(RejectionReason.TRUNCATED));
    RgbImage part = (RgbImage) lenient.decode(cut);
    assertThat(part.caveats().missing().orElse("")).startsWith("TRUNCATED, ");
    assertThat(part.height()).isEqualTo(43);
    int row = 3 * 61;
    assertThat(Arrays.copyOf(part.rgb(), 8 * row)).isEqualTo(Arrays.copyOf(whole, 8 * row));
    assertThat(Arrays.copyOfRange(part.rgb(), 42 * row, 43 * row))
        .isNotEqualTo(Arrays.copyOfRange(whole, 42 * row, 43 * row));
  }

  private static String sha256(ImageDecoder decoder, byte[] file) {
    DecodedImage image = decoder.decode(file);
    assertThat(image).isInstanceOf(RgbImage.class);
    RgbImage rgb = (RgbImage) image;
    assertThat(rgb.caveats().missing()).isEmpty();
    return Pixels.sha256(rgb.rgb(), 3 * rgb.width() * rgb.height());
  }

  private static byte[] behind(byte[] file, int... first) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(first).forEach(out::write);
    out.writeBytes(file);
    return out.toByteArray();
  }

  /** The height moved from the frame header into a DNL segment behind the scan. */
  private static byte[] withHeightBehind(byte[] jpeg) {
    byte[] headless = jpeg.clone();
    int frame = 0;
    while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    headless[frame + 5] = 0;
    headless[frame + 6] = 0;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(headless, 0, headless.length - 2);
    out.writeBytes(new byte[] {-1, (byte) 0xdc, 0, 4, jpeg[frame + 5], jpeg[frame + 6]});
    out.write(headless, headless.length - 2, 2);
    return out.toByteArray();
  }
}
