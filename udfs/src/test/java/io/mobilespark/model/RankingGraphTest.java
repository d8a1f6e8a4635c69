// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.labels.RankedClass;
import io.mobilespark.labels.TopK;
import io.mobilespark.tensorflow.GraphDefWriter;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranking inside the graph against {@link TopK}: the same classes, ties to the lower index. */
class RankingGraphTest {
  private static final int PICTURES = 5;
  private static final int CLASSES = 40;
  private static final int SIDE = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 5, CLASSES, 1000})
  void ranksAsTopKDoes(int k) {
    FrozenGraph graph = columns().ranking(k);
    Random random = new Random(k);
    int kept = Math.min(k, CLASSES);
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input = PixelTensor.allocate(SampleType.FLOAT32, PICTURES, SIDE, SIDE)) {
      for (int round = 0; round < 20; round++) {
        for (int picture = 0; picture < PICTURES; picture++) {
          input.write(picture, samples(random));
        }
        List<float[]> found =
            session.run(
                graph.inputName(),
                input,
                List.of(
                    graph.logitsName(),
                    graph.softmaxName(),
                    graph.rankedClassesName(),
                    graph.rankedProbabilitiesName()));
        for (int picture = 0; picture < PICTURES; picture++) {
          List<RankedClass> wanted =
              new TopK(k).rank(found.get(0), found.get(1), picture * CLASSES, CLASSES);
          assertThat(TopK.ranked(found.get(2), found.get(3), picture, kept))
              .hasSize(kept)
              .isEqualTo(wanted);
        }
      }
    }
  }

  /** Few values, so that many logits are equal. */
  private static float[] samples(Random random) {
    float[] samples = new float[SIDE * SIDE * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(4) - 2;
    }
    return samples;
  }

  /** Logits that are whole numbers: mean colour times a matrix of whole numbers. */
  private static FrozenGraph columns() {
    Random random = new Random(1);
    float[] matrix = new float[3 * CLASSES];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = random.nextInt(3) - 1;
    }
    GraphDefWriter graph = new GraphDefWriter();
    graph.placeholder("input", SampleType.FLOAT32, List.of(-1L, (long) SIDE, (long) SIDE, 3L));
    graph.spatialMean("features", "input", false);
    graph.constant("matrix", matrix, List.of(3, CLASSES));
    graph.matrixProduct("logits", "features", "matrix");
    graph.softmax("softmax", "logits");
    return new FrozenGraph(
        new ModelSpec(ModelFamily.MOBILENET_V1, 1.0, 32, 32, CLASSES, false),
        Head.CLASSIFIER,
        InputRange.SYMMETRIC,
        ScoreKind.CLASSES,
        SampleType.FLOAT32,
        Normalisation.NONE,
        3,
        "0".repeat(64),
        "",
        LowLayers.NONE,
        graph.toBytes());
  }
}
