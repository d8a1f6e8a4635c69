// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoding and presets against what TensorFlow, OpenCV and Pillow make of twelve pictures. */
class GoldenPixelsTest {
  private static final Map<String, String> OTHER_NAMES =
      Map.of("torchvision", "torchvision-v1", "torchvision-232", "torchvision-v2");

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
  private final ImageDecoder referenceDecoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @EnumSource
  void decodedPixelsAreThoseOfTheReference(Origin origin) throws IOException {
    Path folder = SharedFiles.require("golden/pixels");
    for (JsonNode picture : pictures(folder)) {
      RgbImage found = (RgbImage) decoder.decode(origin.read(folder, picture));
      assertThat(Pixels.sha256(found.rgb(), 3 * found.width() * found.height()))
          .as(picture.get("file").asText())
          .isEqualTo(picture.get("decoded_sha256").get("tf").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "squash",
        "slim-inception",
        "mlperf-mobilenet",
        "keras-docs",
        "torchvision",
        "torchvision-232",
        "timm"
      })
  void presetsAreExact(String name) throws IOException {
    for (Origin origin : Origin.values()) {
      assertThat(differences(name, origin)).isNotEmpty().allMatch(d -> d.values() == 0);
    }
  }

  @Test
  void kerasTableDiffersByOneInFewValues() throws IOException {
    for (Origin origin : Origin.values()) {
      assertThat(differences("keras-table", origin))
          .hasSize(12)
          .allMatch(d -> d.largest() <= 1 && d.values() <= 1e-4 * 224 * 224 * 3);
    }
  }

  private List<Difference> differences(String name, Origin origin) throws IOException {
    Path folder = SharedFiles.require("golden/pixels");
    Preset preset = Presets.byName(name);
    Resampler resampler = preset.resampler(224, 224);
    List<Difference> found = new ArrayList<>();
    for (JsonNode picture : pictures(folder)) {
      JsonNode golden = picture.get("presets").get(OTHER_NAMES.getOrDefault(name, name));
      if (golden != null) {
        RgbImage image = (RgbImage) decoder.decode(origin.read(folder, picture));
        Samples samples = resampler.resample(image);
        byte[] wanted = Files.readAllBytes(folder.resolve(golden.get("file").asText()));
        found.add(
            preset.sampleType() == SampleType.UINT8
                ? difference(samples, (RgbImage) referenceDecoder.decode(wanted))
                : difference(samples.normalised(preset.normalisation()), wanted));
      }
    }
    return found;
  }

  private static Difference difference(Samples found, RgbImage wanted) {
    int values = 0;
    float largest = 0;
    for (int i = 0; i < found.count(); i++) {
      float difference = Math.abs(found.sample(i) - (wanted.rgb()[i] & 255));
      values += difference > 0 ? 1 : 0;
      largest = Math.max(largest, difference);
    }
    return new Difference(values, largest);
  }

  private static Difference difference(float[] found, byte[] wanted) {
    FloatBuffer floats = ByteBuffer.wrap(wanted).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int values = 0;
    float largest = 0;
    for (int i = 0; i < found.length; i++) {
      values += found[i] == floats.get(i) ? 0 : 1;
      largest = Math.max(largest, Math.abs(found[i] - floats.get(i)));
    }
    return new Difference(values, largest);
  }

  private static JsonNode pictures(Path folder) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("manifest.json").toFile()).get("pictures");
  }

  private record Difference(int values, float largest) {}

  /** Where the decoded pixels come from. */
  private enum Origin {
    PICTURE {
      @Override
      byte[] read(Path folder, JsonNode picture) throws IOException {
        Path images = SharedFiles.require("data/images");
        return Files.readAllBytes(images.resolve(picture.get("file").asText()));
      }
    },
    DECODED_PNG {
      @Override
      byte[] read(Path folder, JsonNode picture) throws IOException {
        return Files.readAllBytes(folder.resolve(picture.get("decoded").get("file").asText()));
      }
    };

    abstract byte[] read(Path folder, JsonNode picture) throws IOException;
  }
}
