// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.ModelFamily;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of layer and form of file, against what Keras answers, by what a clone alone holds. With
 * {@code -Dmobilespark.exported=FOLDER} what is written as Keras files stays there for {@code
 * exported_keras.py}, which asks Keras.
 */
final class KerasModelsTest {
  private static final float TOLERANCE = 1e-4f;
  private static final float ROUNDING = 0.15f;
  private static final KerasNetwork.Fed FED =
      new KerasNetwork.Fed(InputRange.PIXELS, SampleType.UINT8, Normalisation.NONE);

  /** From row to row, column to column, channel to channel and picture to picture. */
  private static final List<Integer> STEPS = List.of(7, 13, 29, 53);

  private static final Optional<Path> KEPT =
      Optional.ofNullable(System.getProperty("mobilespark.exported")).map(Path::of);

  @TempDir private Path folder;

  /**
   * A file that keras_models.py made.
   *
   * @param name below the resources
   * @param json its outputs, and whether they are logits
   */
  record Case(String name, JsonNode json) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of("keras3", "keras2").flatMap(KerasModelsTest::cases);
  }

  private static Stream<Case> cases(String keras) {
    try (InputStream in = resource(keras + "/cases.json")) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      return StreamSupport.stream(cases.spliterator(), false)
          .map(json -> new Case(keras + "/" + json.get("file").asText(), json));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatKerasComputes(Case each) throws IOException {
    KerasNetwork network = read(each.name);
    assertThat(network.range()).contains(InputRange.PIXELS);
    FrozenGraph graph = network.freeze(Optional.of(network.kind()), FED);
    JsonNode outputs = each.json.get("outputs");
    boolean logits = each.json.get("logits").asBoolean();
    String scores = logits ? graph.logitsName() : graph.softmaxName();
    float[] found = scores(graph, scores, outputs.size());
    int columns = found.length / outputs.size();
    for (int picture = 0; picture < outputs.size(); picture++) {
      requireTop(
          each, picture, Arrays.copyOfRange(found, columns * picture, columns * (picture + 1)));
      for (int i = 0; i < outputs.get(picture).size(); i++) {
        int column = columns * picture + (network.kind() == ScoreKind.TWO_CLASSES ? 1 : i);
        float wanted = outputs.get(picture).get(i).floatValue();
        assertThat(Math.abs(found[column] - wanted))
            .as(
                "%s picture %d output %d: %s, wanted %s",
                each.name, picture, i, found[column], wanted)
            .isLessThan(TOLERANCE * Math.max(1, Math.abs(wanted)));
      }
    }
  }

  /** Keras computes some models in 16 bits, whose rounding moves its answers by up to so much. */
  private static void requireTop(Case each, int picture, float[] scores) {
    if (scores.length > 2 && each.json.has("top")) {
      int top = each.json.get("top").get(picture).asInt();
      for (float score : scores) {
        assertThat(scores[top])
            .as("%s picture %d", each.name, picture)
            .isGreaterThan(score - ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isWrittenAsItWasRead(Case each) throws IOException {
    KerasNetwork network = read(each.name);
    Path file = folder.resolve(each.name.replaceAll("[/.]", "-") + ".keras");
    if (each.name.equals("keras2/resampled.h5")) {
      assertThatThrownBy(
              () -> network.write(Normalisation.NONE, network.kind(), Optional.empty(), file))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining("resizes by gaussian, which Keras 3 does not");
      return;
    }
    network.write(Normalisation.NONE, network.kind(), Optional.empty(), file);
    KerasNetwork written = KerasNetwork.read(file, Optional.empty(), Optional.empty());
    requireFrozenNorms(file);
    assertThat(written.kind()).isEqualTo(network.kind());
    assertThat(written.range()).contains(InputRange.PIXELS);
    int pictures = each.json.get("outputs").size();
    float[] found = probabilities(written, pictures);
    float[] wanted = probabilities(network, pictures);
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(wanted[i], offset(1e-5f));
    }
    if (KEPT.isPresent()) {
      Files.createDirectories(KEPT.get());
      Files.copy(file, KEPT.get().resolve(file.getFileName()));
      boolean one = network.kind() == ScoreKind.TWO_CLASSES;
      List<Float> outputs = new ArrayList<>();
      for (int i = one ? 1 : 0; i < wanted.length; i += one ? 2 : 1) {
        outputs.add(wanted[i]);
      }
      new ObjectMapper()
          .writeValue(
              KEPT.get()
                  .resolve(file.getFileName().toString().replace(".keras", ".json"))
                  .toFile(),
              Map.of(
                  "pictures", pictures, "steps", STEPS, "probabilities", outputs));
    }
  }

  /** Keras 3 calls those that follow Resizing as in training otherwise. */
  private static void requireFrozenNorms(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonNode model = new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("config.json")));
      for (JsonNode layer : model.get("config").get("layers")) {
        if (layer.get("class_name").asText().equals("BatchNormalization")) {
          assertThat(layer.get("config").get("trainable").asBoolean()).isFalse();
        }
      }
    }
  }

  private static float[] probabilities(KerasNetwork network, int pictures) {
    FrozenGraph graph = network.freeze(Optional.of(network.kind()), FED);
    return scores(graph, graph.softmaxName(), pictures);
  }

  @Test
  void featuresOfAMapAreTheMeanOfWhatTheModelGives() throws IOException {
    KerasNetwork network = read("keras3/map.keras");
    assertThat(network.givesScores()).isFalse();
    FrozenGraph graph = network.freeze(Optional.empty(), FED);
    JsonNode features;
    try (InputStream in = resource("keras3/features.json")) {
      features = new ObjectMapper().readTree(in).get("map");
    }
    float[] found = scores(graph, graph.featuresName(), features.size());
    assertThat(found).hasSize(features.size() * graph.featureWidth());
    for (int i = 0; i < found.length; i++) {
      float wanted =
          features.get(i / graph.featureWidth()).get(i % graph.featureWidth()).floatValue();
      assertThat(found[i]).isCloseTo(wanted, offset(TOLERANCE));
    }
  }

  @Test
  void theMeanOfProbabilitiesIsNotTakenForLogits() throws IOException {
    KerasNetwork network = read("keras3/averaged.keras");
    assertThat(network.leavesScoresOpen()).isTrue();
    assertThat(read("keras3/tutorial.keras").leavesScoresOpen()).isFalse();
    assertThat(read("keras3/preprocessed.keras").leavesScoresOpen()).isFalse();
  }

  @Test
  void weightsAloneOfANetworkWithMoreAreNotTakenForItsOwn() throws IOException {
    Path file = unpacked("keras3/flat.weights.h5");
    ModelSpec spec = new ModelSpec(ModelFamily.MOBILENET_V1, 0.03125, 32, 32, 1000, false);
    assertThatThrownBy(() -> KerasWeights.read(file, Network.of(spec, Head.FEATURES)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("a layer 'rescaling', which Keras's own mobilenet_v1 does not have")
        .hasMessageContaining("--architecture");
  }

  private KerasNetwork read(String name) throws IOException {
    return KerasNetwork.read(unpacked(name), Optional.empty(), Optional.empty());
  }

  private Path unpacked(String name) throws IOException {
    Path file = folder.resolve(Path.of(name).getFileName());
    try (InputStream in = new GZIPInputStream(resource(name + ".gz"))) {
      Files.copy(in, file);
    }
    return file;
  }

  private static float[] scores(FrozenGraph graph, String scores, int pictures) {
    int height = graph.spec().height();
    int width = graph.spec().width();
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input = PixelTensor.allocate(SampleType.UINT8, pictures, height, width)) {
      for (int picture = 0; picture < pictures; picture++) {
        input.write(picture, picture(picture, height, width));
      }
      return session.run(graph.inputName(), input, List.of(scores)).get(0);
    }
  }

  private static byte[] picture(int picture, int height, int width) {
    byte[] samples = new byte[height * width * 3];
    for (int i = 0; i < samples.length; i++) {
      int row = i / 3 / width;
      int column = i / 3 % width;
      samples[i] = (byte) (7 * row + 13 * column + 29 * (i % 3) + 53 * picture);
    }
    return samples;
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        KerasModelsTest.class.getResourceAsStream("models/" + name), name);
  }
}
