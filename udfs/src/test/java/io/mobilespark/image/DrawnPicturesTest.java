// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drawn pictures of every format from the file to the network's input, against what TensorFlow,
 * OpenCV and Pillow make of them (src/test/python/drawn_pictures.py drew them and wrote
 * drawn.json).
 */
class DrawnPicturesTest {
  private static final String FOLDER = "drawn/";

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @MethodSource("pictures")
  void decodedPixelsAreThoseOfTheReference(Drawn picture) throws IOException {
    RgbImage image = decoded(picture.file());
    assertThat(image.width()).isEqualTo(picture.entry.get("width").asInt());
    assertThat(image.height()).isEqualTo(picture.entry.get("height").asInt());
    assertThat(Pixels.sha256(image.rgb(), 3 * image.width() * image.height()))
        .isEqualTo(picture.entry.get("decoded").asText());
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void everyPresetGivesTheInputOfItsReference(Drawn picture) throws IOException {
    RgbImage image = decoded(picture.file());
    for (Preset preset : exactPresets()) {
      JsonNode resolutions = picture.entry.get("presets").get(preset.name());
      assertThat(resolutions).as(preset.name()).hasSize(2);
      for (var wanted : resolutions.properties()) {
        int resolution = Integer.parseInt(wanted.getKey());
        Samples samples = preset.resampler(resolution, resolution).resample(image);
        assertThat(sha256(samples.normalised(preset.normalisation())))
            .as(preset.name() + " at " + resolution)
            .isEqualTo(wanted.getValue().asText());
      }
    }
  }

  @Test
  void kerasTableDiffersByOneInFewValues() throws IOException {
    Preset preset = Presets.byName("keras-table");
    ImageDecoder referenceDecoder = new ImageDecoder(ImageLimits.DEFAULT);
    int compared = 0;
    for (Drawn picture : pictures().toList()) {
      for (var table : picture.entry.path("keras-table").properties()) {
        int resolution = Integer.parseInt(table.getKey());
        RgbImage image = decoded(picture.file());
        Samples found = preset.resampler(resolution, resolution).resample(image);
        RgbImage wanted = (RgbImage) referenceDecoder.decode(read(table.getValue().asText()));
        int differing = 0;
        for (int i = 0; i < found.count(); i++) {
          float difference = Math.abs(found.sample(i) - (wanted.rgb()[i] & 255));
          assertThat(difference).isLessThanOrEqualTo(1);
          differing += difference > 0 ? 1 : 0;
        }
        assertThat(differing).as(picture.file()).isLessThanOrEqualTo((int) (1e-4 * found.count()));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(2);
  }

  private static List<Preset> exactPresets() {
    List<Preset> exact =
        Presets.all().stream().filter(preset -> !preset.name().equals("keras-table")).toList();
    assertThat(exact).hasSize(8);
    return exact;
  }

  private RgbImage decoded(String file) throws IOException {
    return (RgbImage) decoder.decode(read(file));
  }

  static Stream<Drawn> pictures() throws IOException {
    JsonNode pictures = new ObjectMapper().readTree(read("drawn.json")).get("pictures");
    return StreamSupport.stream(pictures.spliterator(), false).map(Drawn::new);
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DrawnPicturesTest.class.getResourceAsStream(FOLDER + file))) {
      return in.readAllBytes();
    }
  }

  private static String sha256(float[] input) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * input.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(input);
    return Pixels.sha256(bytes.array(), bytes.capacity());
  }

  /** A picture and its references. */
  record Drawn(JsonNode entry) {
    String file() {
      return entry.get("file").asText();
    }

    @Override
    public String toString() {
      return file();
    }
  }
}
