// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A graph that makes its input gives what it gives for the same input from outside. */
class GeneratedInputTest {
  private static final List<Long> SHAPE = List.of(5L, 7L, 9L, 3L);

  @ParameterizedTest
  @EnumSource(SampleType.class)
  void theInputIsTheSeedInEveryPlace(SampleType type) {
    byte[] generating = GeneratedInput.of(graph(type), "input", type, SHAPE);
    try (GraphSession session = GraphSession.open(generating, SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor seed = PixelTensor.allocate(SampleType.FLOAT32, 1, 1, 1)) {
      seed.write(0, new float[] {98, 101, 101});
      float[] means = session.run(GeneratedInput.SEED, seed, List.of("mean")).get(0);
      assertThat(means).hasSize(5 * 3).containsOnly(100);
    }
  }

  @ParameterizedTest
  @EnumSource(SampleType.class)
  void anotherNodeIsNoInput(SampleType type) {
    assertThatThrownBy(() -> GeneratedInput.of(graph(type), "mean", type, SHAPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the graph has no input mean");
  }

  private static byte[] graph(SampleType type) {
    GraphDefWriter graph = new GraphDefWriter();
    String samples = graph.placeholder("input", type, List.of(-1L, 7L, 9L, 3L));
    if (type == SampleType.UINT8) {
      samples = graph.castToFloat("samples", samples);
    }
    graph.spatialMean("mean", samples, false);
    return graph.toBytes();
  }
}
