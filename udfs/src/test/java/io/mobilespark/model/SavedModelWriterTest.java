// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SavedModelFile;
import io.mobilespark.tensorflow.ServedSignature;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SavedModels out and in again. */
final class SavedModelWriterTest {
  private static final ModelSpec SPEC =
      new ModelSpec(ModelFamily.MOBILENET_V2, 0.35, 32, 40, 5, false);

  @TempDir private Path folder;

  @Test
  void signatureIsReadBackAsWritten() {
    for (Head head : Head.values()) {
      FrozenGraph graph = graph(head);
      Path model = folder.resolve(head.name());
      SavedModelWriter.write(graph, model);
      ServedSignature read =
          SavedModelFile.read(model, ServedSignature.SERVE_TAG, ServedSignature.DEFAULT_NAME);
      assertThat(read).isEqualTo(SavedModelWriter.signature(graph));
      read.input().require("uint8", List.of(-1L, 32L, 40L, 3L));
    }
    ServedSignature features =
        SavedModelFile.read(
            folder.resolve("FEATURES"), ServedSignature.SERVE_TAG, ServedSignature.DEFAULT_NAME);
    features.output().require("float32", List.of(-1L, 1280L));
  }

  @Test
  void anExistingModelIsLeftAlone() {
    SavedModelWriter.write(graph(Head.FEATURES), folder);
    assertThatThrownBy(() -> SavedModelWriter.write(graph(Head.CLASSIFIER), folder))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("already");
  }

  @Test
  void givesTheSameLogitsAsTheFrozenGraph() throws IOException {
    GoldenCase golden = GoldenCase.named("v2-0.35-96");
    KerasWeights weights =
        KerasWeights.read(golden.weights(folder), Network.of(golden.spec(), Head.CLASSIFIER));
    FrozenGraph graph = FrozenGraph.of(weights, SampleType.UINT8, Normalisation.MINUS_ONE_TO_ONE);
    Path model = folder.resolve("saved");
    SavedModelWriter.write(graph, model);
    ServedSignature signature =
        SavedModelFile.read(model, ServedSignature.SERVE_TAG, ServedSignature.DEFAULT_NAME);
    byte[] samples = golden.input();
    float[] saved;
    float[] frozen;
    try (PixelTensor input = PixelTensor.allocate(SampleType.UINT8, 2, 96, 96);
        GraphSession direct =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        GraphSession loaded =
            GraphSession.openSavedModel(
                model, ServedSignature.SERVE_TAG, SessionSettings.ONE_CORE_PER_TASK)) {
      input.write(0, Arrays.copyOf(samples, samples.length / 2));
      input.write(1, Arrays.copyOfRange(samples, samples.length / 2, samples.length));
      frozen = direct.run(graph.inputName(), input, List.of(graph.logitsName())).get(0);
      saved =
          loaded
              .run(signature.input().tensor(), input, List.of(signature.output("logits").tensor()))
              .get(0);
    }
    assertThat(saved).usingComparatorWithPrecision(1e-5f).containsExactly(frozen);
    assertThat(saved)
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(golden.tensor("logits").orElseThrow());
  }

  private static FrozenGraph graph(Head head) {
    Network network = Network.of(SPEC, head);
    return FrozenGraph.of(
        TestWeights.of(network, 1).inMemory(network),
        SampleType.UINT8,
        Normalisation.MINUS_ONE_TO_ONE);
  }
}
