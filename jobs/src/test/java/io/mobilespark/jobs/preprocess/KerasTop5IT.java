// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.image.ByteSamples;
import io.mobilespark.image.FloatSamples;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Samples;
import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.labels.RankedClass;
import io.mobilespark.labels.TopK;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Decoding, preset and network together rank as Keras does, on 20 validation pictures of original
 * size and 325 of 227x227; {@code src/test/python/keras_top5.py} made the reference.
 */
class KerasTop5IT {
  private static final int SIDE = 224;
  private static final int K = 5;
  private static final int BATCH = 8;

  /** Probabilities as close as this may change places by float32's rounding. */
  private static final double TIE = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "squash, mobilenet_v1, mobilenet_1_0_224-assembled",
    "squash, mobilenet_v2, mobilenet_v2_1.0_224-assembled",
    "squash, mobilenet_v3_small, mobilenet_v3_small_224_1.0-assembled",
    "keras-table, mobilenet_v1, mobilenet_1_0_224-assembled",
    "keras-table, mobilenet_v2, mobilenet_v2_1.0_224-assembled",
    "keras-table, mobilenet_v3_small, mobilenet_v3_small_224_1.0-assembled"
  })
  void ranksAsKerasDoes(String presetName, String model, String weights) throws IOException {
    Path images = SharedFiles.require("data/images");
    Path file = SharedFiles.require("data/weights/" + weights + ".h5");
    List<Reference> references = references(presetName + " " + model);
    Preset preset = Presets.byName(presetName);
    FrozenNetwork network = new FrozenNetwork(frozen(preset, model, file));

    int differing = 0;
    try (Predictor predictor = Predictor.open(network, SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input = predictor.newInput(BATCH)) {
      Resampler resampler = preset.resampler(SIDE, SIDE);
      ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
      for (int from = 0; from < references.size(); from += BATCH) {
        List<Reference> batch = references.subList(from, Math.min(from + BATCH, references.size()));
        for (int place = 0; place < batch.size(); place++) {
          byte[] encoded = Files.readAllBytes(images.resolve(batch.get(place).picture()));
          fill(input, place, resampler, (RgbImage) decoder.decode(encoded));
        }
        Scores scores = predictor.predict(input);
        for (int place = 0; place < batch.size(); place++) {
          differing += batch.get(place).matches(scores, place) ? 0 : 1;
        }
      }
    }
    assertThat(references).hasSize(345);
    // None where the reference was made; another CPU rounds in another way.
    assertThat(differing).as("pictures with a tie the other way").isLessThanOrEqualTo(3);
  }

  private static FrozenGraph frozen(Preset preset, String model, Path weights) {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse(model), 1.0, SIDE);
    KerasWeights read = KerasWeights.read(weights, Network.of(spec, Head.CLASSIFIER));
    return FrozenGraph.of(read, preset.sampleType(), preset.normalisation());
  }

  private static void fill(PixelTensor input, int place, Resampler resampler, RgbImage image) {
    Samples samples = resampler.resample(image);
    if (samples instanceof ByteSamples bytes) {
      input.write(place, bytes.values());
    } else if (samples instanceof FloatSamples floats) {
      input.write(place, floats.values());
    }
  }

  private static List<Reference> references(String column) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KerasTop5IT.class.getResourceAsStream("keras-top5.csv"))) {
      List<String[]> rows =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.split(",", -1))
              .toList();
      int at = List.of(rows.get(0)).indexOf(column);
      return rows.stream().skip(1).map(row -> Reference.of(row[0], row[at])).toList();
    }
  }

  /** What Keras says of a picture. */
  private record Reference(String picture, List<Integer> top5) {
    static Reference of(String picture, String classes) {
      return new Reference(
          picture, Arrays.stream(classes.split(" ")).map(Integer::valueOf).toList());
    }

    /** Whether the ranking is the same; fails where it differs by more than a tie. */
    boolean matches(Scores scores, int place) {
      int offset = place * scores.classes();
      List<Integer> found =
          new TopK(K)
              .rank(scores.logits(), scores.probabilities(), offset, scores.classes()).stream()
                  .map(RankedClass::index)
                  .toList();
      for (int rank = 0; rank < K; rank++) {
        assertThat((double) scores.probabilities()[offset + found.get(rank)])
            .as("%s, rank %d: %s, Keras %s", picture, rank + 1, found, top5)
            .isCloseTo(scores.probabilities()[offset + top5.get(rank)], within(TIE));
      }
      return found.equals(top5);
    }
  }
}
