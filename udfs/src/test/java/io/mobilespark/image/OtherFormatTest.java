// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no picture that is decoded is called by its name. */
class OtherFormatTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "....ftypavif...., AVIF",
    "....ftypheic...., HEIC",
    "....ftypisom...., a video (MP4)",
    "%PDF-1.7, PDF",
    "8BPS.., Photoshop (PSD)",
    "<!DOCTYPE html><html>, HTML",
    "<?xml version='1.0'?><svg xmlns=''>, SVG",
    "<?xml version='1.0'?><annotation>, XML",
    "<annotation><folder>, XML",
    "<!-- drawn --><svg xmlns=''>, SVG",
    "<!-- fetched --><html>, HTML",
    "....moov...., a video (QuickTime)",
    "....ftypmif1....mif1avif, AVIF",
    "....ftypmif1....mif1heic, HEIC",
    "OggS...., a video or sound (Ogg)",
    "not a picture, text",
    "PK\u0003\u0004..., ZIP",
  })
  void formatsAreNamed(String content, String name) {
    assertThat(detail(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("is " + name + ", neither JPEG, PNG, WebP, TIFF, GIF nor BMP");
  }

  @ParameterizedTest
  @CsvSource({"avif.avif, AVIF", "jp2.jp2, JPEG 2000"})
  void picturesAsPeopleHaveThemAreNamed(String file, String name) throws IOException {
    assertThat(detail(Files.readAllBytes(SharedFiles.require("wild/pictures/" + file))))
        .startsWith("is " + name);
  }

  @Test
  void bytesThatTellNothingAreShown() {
    byte[] noise = new byte[64];
    new Random(11).nextBytes(noise);
    assertThat(detail(noise)).startsWith("begins with ");
  }

  @Test
  void aJpegBehindAStrayLineIsDecodedFromItsStart() throws IOException {
    byte[] file = Files.readAllBytes(SharedFiles.require("wild/pictures/junk-before.jpg"));
    RgbImage picture = (RgbImage) decoder.decode(file);
    byte[] pixels = picture.rgb().clone();
    RgbImage without = (RgbImage) decoder.decode(Arrays.copyOfRange(file, 1, file.length));
    assertThat(picture.width()).isEqualTo(without.width());
    int bytes = 3 * without.width() * without.height();
    assertThat(Arrays.copyOf(pixels, bytes)).isEqualTo(Arrays.copyOf(without.rgb(), bytes));
    assertThat(PictureFacts.read(file, ImageLimits.DEFAULT)).isInstanceOf(PictureFacts.Known.class);
    byte[] far = new byte[file.length + 100];
    System.arraycopy(file, 0, far, 100, file.length);
    assertThat(decoder.decode(far)).isInstanceOf(Unreadable.class);
  }

  private String detail(byte[] file) {
    return ((Unreadable) decoder.decode(file)).detail();
  }
}
