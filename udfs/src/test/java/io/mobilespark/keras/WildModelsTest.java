package io.mobilespark.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.image.FloatSamples;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that people fine-tuned and saved, every probability against Keras's own. */
final class WildModelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1-sequential-hidden-batchnorm-keras",
        "v2-functional-augment-preprocess-logit",
        "v2-own-top-keras",
        "v2-sequential-rescaling-h5",
        "v2-sequential-rescaling-keras",
        "v2-sequential-rescaling-keras2-h5",
        "v2-sequential-rescaling-weights",
        "v3small-minimalistic-maxpool-h5",
        "v3small-multilabel-keras",
      })
  void computesWhatKerasComputes(String name) throws IOException {
    Path folder = SharedFiles.require("wild/models").resolve(name);
    JsonNode facts = JSON.readTree(folder.resolve("case.json").toFile());
    Path architecture = folder.resolve("architecture.json");
    KerasNetwork network =
        KerasNetwork.read(
            folder.resolve(facts.get("file").asText()),
            Files.exists(architecture) ? Optional.of(architecture) : Optional.empty(),
            Optional.empty());
    assertThat(network.range().map(InputRange::toString)).contains(facts.get("feed").asText());
    assertThat(network.spec().name().toString()).startsWith(facts.get("model").asText());
    assertThat(network.spec().alpha()).isEqualTo(facts.get("alpha").asDouble());
    Preset preset = Presets.byName("squash");
    InputRange range = network.range().orElseThrow();
    FrozenGraph graph =
        network.freeze(
            Optional.of(network.kind()),
            new KerasNetwork.Fed(range, preset.sampleType(), preset.normalisation(range)));
    List<String> lines = Files.readAllLines(folder.resolve("expected.csv"));
    double largest = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      float[] found =
          probabilities(graph, preset, folder.resolveSibling("pictures").resolve(cells[0]));
      for (int i = 1; i < cells.length; i++) {
        double wanted = Double.parseDouble(cells[i]);
        boolean logit = facts.get("outputs").asText().equals("logit");
        double probability = logit ? 1 / (1 + Math.exp(-wanted)) : wanted;
        int column = network.kind() == ScoreKind.TWO_CLASSES ? i : i - 1;
        largest = Math.max(largest, Math.abs(found[column] - probability));
      }
    }
    assertThat(largest).isLessThan(1e-4);
  }

  private static float[] probabilities(FrozenGraph graph, Preset preset, Path picture)
      throws IOException {
    int height = graph.spec().height();
    int width = graph.spec().width();
    Resampler resampler = preset.resampler(height, width);
    RgbImage image =
        (RgbImage) new ImageDecoder(ImageLimits.DEFAULT).decode(Files.readAllBytes(picture));
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input = PixelTensor.allocate(preset.sampleType(), 1, height, width)) {
      input.write(0, ((FloatSamples) resampler.resample(image)).values());
      return session.run(graph.inputName(), input, List.of(graph.softmaxName())).get(0);
    }
  }
}
