package io.mobilespark.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.model.FrozenGraph;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of layer and form of file, against what Keras answers, by what a clone alone holds.
 */
final class KerasModelsTest {
  private static final float TOLERANCE = 1e-4f;

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
    Path file = folder.resolve("model");
    try (InputStream in = new GZIPInputStream(resource(each.name + ".gz"))) {
      Files.copy(in, file);
    }
    KerasNetwork network = KerasNetwork.read(file, Optional.empty(), Optional.empty());
    assertThat(network.range()).contains(InputRange.PIXELS);
    FrozenGraph graph =
        network.freeze(
            Optional.of(network.kind()),
            new KerasNetwork.Fed(InputRange.PIXELS, SampleType.UINT8, Normalisation.NONE));
    JsonNode outputs = each.json.get("outputs");
    boolean logits = each.json.get("logits").asBoolean();
    String scores = logits ? graph.logitsName() : graph.softmaxName();
    float[] found = scores(graph, scores, outputs.size());
    int columns = found.length / outputs.size();
    for (int picture = 0; picture < outputs.size(); picture++) {
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
