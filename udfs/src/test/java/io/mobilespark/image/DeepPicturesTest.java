// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PNGs with 16 bits a sample, which each preset takes as its reference does ({@code
 * src/test/python/deep_pictures.py} wrote deep-pictures.csv).
 */
class DeepPicturesTest {
  private static final int WIDTH = 61;
  private static final int HEIGHT = 43;
  private static final int BYTES = 3 * WIDTH * HEIGHT;
  private static final Set<String> PILLOWS =
      Set.of("keras-docs", "torchvision", "torchvision-232", "timm", "timm-bilinear");
  private static final Set<String> OPENCVS = Set.of("mlperf-mobilenet", "keras-table");

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @MethodSource("kinds")
  void eachPresetTakesThemAsItsReference(List<String> kind) {
    RgbImage decoded = (RgbImage) decoder.decode(png(kind.get(0)));
    List<String> found =
        List.of(
            Pixels.sha256(decoded.clipped().rgb(), BYTES),
            Pixels.sha256(decoded.rgb(), BYTES),
            Pixels.sha256(decoded.rgb(), BYTES));
    assertThat(found).isEqualTo(kind.subList(1, 4));
    RgbImage clipped = copy(decoded.clipped());
    RgbImage scaled = copy(decoded);
    for (Preset preset : Presets.all()) {
      RgbImage reference = PILLOWS.contains(preset.name()) ? clipped : scaled;
      assertThat(values(preset, decoded)).as(preset.name()).isEqualTo(values(preset, reference));
    }
    assertThat(Presets.all().stream().map(Preset::name))
        .containsAll(PILLOWS)
        .containsAll(OPENCVS)
        .hasSize(PILLOWS.size() + OPENCVS.size() + 2);
  }

  @Test
  void theyAreTurnedInBothWays() {
    byte[] grey = png("grey");
    RgbImage stored = (RgbImage) decoder.decode(grey);
    RgbImage expected = turnedOnce(stored);
    RgbImage clipped = turnedOnce(stored.clipped());
    ImageDecoder turning = new ImageDecoder(ImageLimits.DEFAULT, new Decoding(true, false));
    RgbImage turned = (RgbImage) turning.decode(withOrientation(grey, 6));
    assertThat(turned.width()).isEqualTo(HEIGHT);
    assertThat(Arrays.copyOf(turned.rgb(), BYTES)).isEqualTo(expected.rgb());
    assertThat(turned.clipped().width()).isEqualTo(HEIGHT);
    assertThat(Arrays.copyOf(turned.clipped().rgb(), BYTES)).isEqualTo(clipped.rgb());
    RgbImage ignored = (RgbImage) decoder.decode(withOrientation(grey, 6));
    assertThat(ignored.caveats().turnIgnored()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 14})
  void oneWithoutItsEndIsWhole(int missing) {
    byte[] grey = png("grey");
    byte[] wanted = copy(((RgbImage) decoder.decode(grey)).clipped()).rgb();
    RgbImage cut = (RgbImage) decoder.decode(Arrays.copyOf(grey, grey.length - missing));
    assertThat(Arrays.copyOf(cut.clipped().rgb(), BYTES)).isEqualTo(wanted);
  }

  @Test
  void othersAreTheSameToAllPresets() {
    RgbImage picture =
        (RgbImage) decoder.decode(Pixels.encoded(Pixels.synthetic(WIDTH, HEIGHT), "png"));
    assertThat(picture.clipped()).isSameAs(picture);
  }

  static List<List<String>> kinds() throws IOException {
    InputStream resource =
        Objects.requireNonNull(DeepPicturesTest.class.getResourceAsStream("deep-pictures.csv"));
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(line -> List.of(line.split(",", -1))).toList();
    }
  }

  private static float[] values(Preset preset, RgbImage image) {
    Samples samples = preset.resampler(33, 47).resample(image);
    float[] values = new float[samples.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples.sample(i);
    }
    return values;
  }

  private static RgbImage copy(RgbImage image) {
    return new RgbImage(WIDTH, HEIGHT, Arrays.copyOf(image.rgb(), BYTES));
  }

  /** Columns become rows, from below. */
  private static RgbImage turnedOnce(RgbImage image) {
    byte[] rgb = new byte[BYTES];
    for (int y = 0; y < WIDTH; y++) {
      for (int x = 0; x < HEIGHT; x++) {
        System.arraycopy(
            image.rgb(), 3 * ((HEIGHT - 1 - x) * WIDTH + y), rgb, 3 * (y * HEIGHT + x), 3);
      }
    }
    return new RgbImage(HEIGHT, WIDTH, rgb);
  }

  private static byte[] png(String kind) {
    int channels = kind.startsWith("grey") ? 1 : 3;
    boolean alpha = kind.endsWith("alpha");
    int colourType = (channels == 3 ? 2 : 0) + (alpha ? 4 : 0);
    channels += alpha ? 1 : 0;
    ByteBuffer rows = ByteBuffer.allocate(HEIGHT * (1 + 2 * WIDTH * channels));
    for (int y = 0; y < HEIGHT; y++) {
      rows.put((byte) 0);
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < channels; c++) {
          int value = (int) ((x * 7919L + y * 104_729L + c * 1_299_709L) * 31 % 65_536);
          rows.putShort((short) (y % 3 == 0 ? value % 300 : value));
        }
      }
    }
    ByteBuffer head = ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT);
    head.put((byte) 16).put((byte) colourType);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeBytes(chunk("IHDR", head.array()));
    out.writeBytes(chunk("IDAT", packed(rows.array())));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  /** With an EXIF chunk behind the image header. */
  private static byte[] withOrientation(byte[] png, int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(26).put("MM\0*".getBytes(StandardCharsets.US_ASCII));
    exif.putInt(8).putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    out.writeBytes(chunk("eXIf", exif.array()));
    out.write(png, 33, png.length - 33);
    return out.toByteArray();
  }

  private static byte[] packed(byte[] rows) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(rows);
      deflater.finish();
      byte[] packed = new byte[2 * rows.length + 64];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    } finally {
      deflater.end();
    }
  }

  private static byte[] chunk(String name, byte[] content) {
    byte[] type = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(type);
    check.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(type)
        .put(content)
        .putInt((int) check.getValue())
        .array();
  }
}
