// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a lower precision changes in the classes of 325 photographs. */
final class PrecisionAgreementTest {
  private static final int BATCH = 8;
  private static final double LEAST_EQUAL = 0.98;
  private static final double MOST_LOST = 0.007;

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, mobilenet_1_0_224-assembled, squash-v1",
    "mobilenet_v2, mobilenet_v2_1.0_224-assembled, squash-v2",
    "mobilenet_v3_small, mobilenet_v3_small_224_1.0-assembled, squash-v3-small"
  })
  void bf16GivesTheClassesOfFp32(String model, String weights, String golden) throws IOException {
    assumeThatCode(Precision.BF16::require).doesNotThrowAnyException();
    agree(Precision.BF16, model, weights, golden);
  }

  /** By TensorFlow's kernels for CPUs, which take minutes: {@code -Dmobilespark.fp16=true}. */
  @EnabledIfSystemProperty(named = "mobilespark.fp16", matches = "true")
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, mobilenet_1_0_224-assembled, squash-v1",
    "mobilenet_v2, mobilenet_v2_1.0_224-assembled, squash-v2",
    "mobilenet_v3_small, mobilenet_v3_small_224_1.0-assembled, squash-v3-small"
  })
  void fp16GivesTheClassesOfFp32(String model, String weights, String golden) throws IOException {
    agree(Precision.FP16, model, weights, golden);
  }

  private static void agree(Precision precision, String model, String weights, String golden)
      throws IOException {
    List<String> lines =
        Files.readAllLines(SharedFiles.require("golden/models/" + golden + ".csv"));
    List<String[]> pictures =
        lines.subList(1, lines.size()).stream().map(line -> line.split(",")).toList();
    Preset preset = Presets.byName("squash");
    FrozenNetwork network = network(model, weights, preset);
    int[] exact = top1(network, preset, pictures);
    // Already of 16 bits: the session need not ask whether the CPU has instructions for them.
    int[] rounded = top1(new FrozenNetwork(network.graph().in(precision)), preset, pictures);
    int equal = 0;
    int right = 0;
    int roundedRight = 0;
    for (int i = 0; i < exact.length; i++) {
      int truth = Integer.parseInt(pictures.get(i)[1]);
      equal += exact[i] == rounded[i] ? 1 : 0;
      right += exact[i] == truth ? 1 : 0;
      roundedRight += rounded[i] == truth ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%s in %s: %d of %d as in fp32, %d and %d right%n",
        model,
        precision,
        equal,
        exact.length,
        roundedRight,
        right);
    assertThat(exact).hasSize(325);
    assertThat((double) equal / exact.length).isGreaterThanOrEqualTo(LEAST_EQUAL);
    assertThat((double) (right - roundedRight) / exact.length).isLessThanOrEqualTo(MOST_LOST);
  }

  private static FrozenNetwork network(String model, String weights, Preset preset) {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse(model), 1.0, 224);
    Path file = SharedFiles.require("data/weights/" + weights + ".h5");
    return new FrozenNetwork(
        FrozenGraph.of(
            KerasWeights.read(file, Network.of(spec, Head.CLASSIFIER)),
            preset.sampleType(),
            preset.normalisation()));
  }

  private static int[] top1(FrozenNetwork network, Preset preset, List<String[]> pictures)
      throws IOException {
    Path folder = SharedFiles.require("data/images/val-227");
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    List<Integer> classes = new ArrayList<>();
    try (Predictor predictor = Predictor.open(network, SessionSettings.ONE_CORE_PER_TASK);
        InputBatch input = new InputBatch(network, preset, BATCH)) {
      for (int i = 0; i < pictures.size(); i += BATCH) {
        int count = Math.min(BATCH, pictures.size() - i);
        for (int place = 0; place < count; place++) {
          byte[] bytes = Files.readAllBytes(folder.resolve(pictures.get(i + place)[0]));
          input.put(place, (RgbImage) decoder.decode(bytes));
        }
        Scores scores = input.scores(predictor, count);
        for (int place = 0; place < count; place++) {
          classes.add(largest(scores.logits(), place * scores.classes(), scores.classes()));
        }
      }
    }
    return classes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int largest(float[] logits, int offset, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = logits[offset + i] > logits[offset + best] ? i : best;
    }
    return best;
  }
}
