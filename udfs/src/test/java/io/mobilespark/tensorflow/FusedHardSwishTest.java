// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunOptions;

/** That TensorFlow makes a hard swish part of the convolution before it, which is a fifth of V3. */
final class FusedHardSwishTest {
  private static final int SIDE = 4;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theConvolutionTakesIn(boolean depthwise) throws Exception {
    GraphDef graphDef = GraphDef.parseFrom(convolved(depthwise));
    List<String> fused;
    try (Graph graph = new Graph()) {
      graph.importGraphDef(graphDef);
      try (Session session =
              new Session(graph, SessionSettings.ONE_CORE_PER_TASK.configOfOwnGraph());
          PixelTensor input = PixelTensor.allocate(SampleType.FLOAT32, 1, SIDE, SIDE);
          Result result =
              session
                  .runner()
                  .setOptions(RunOptions.newBuilder().setOutputPartitionGraphs(true).build())
                  .feed("input", input.tensor())
                  .fetch("mean")
                  .runAndFetchMetadata()) {
        fused =
            result.getMetadata().orElseThrow().getPartitionGraphsList().stream()
                .flatMap(part -> part.getNodeList().stream())
                .flatMap(FusedHardSwishTest::fusedOperations)
                .toList();
      }
    }
    assertThat(fused).containsExactly("BiasAdd", "_FusedHardSwish");
  }

  private static Stream<String> fusedOperations(NodeDef node) {
    return node
        .getAttrOrDefault("fused_ops", AttrValue.getDefaultInstance())
        .getList()
        .getSList()
        .stream()
        .map(name -> name.toStringUtf8());
  }

  private static byte[] convolved(boolean depthwise) {
    GraphDefWriter graph = new GraphDefWriter();
    graph.placeholder("input", SampleType.FLOAT32, List.of(-1L, (long) SIDE, (long) SIDE, 3L));
    List<Integer> shape = depthwise ? List.of(3, 3, 3, 1) : List.of(1, 1, 3, 9);
    graph.constant("kernel", new float[27], shape);
    String sum =
        depthwise
            ? graph.depthwise("sum", "input", "kernel", 1, true)
            : graph.convolution("sum", "input", "kernel", 1);
    int channels = depthwise ? 3 : 9;
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    String biased = graph.biasAdd("biased", sum, graph.constant("bias", ones, List.of(channels)));
    String three = graph.constant("three", new float[] {3}, List.of());
    String gate = graph.relu6("gate", graph.sum("shifted", three, biased));
    String sixth = graph.constant("one_sixth", new float[] {1 / 6f}, List.of());
    String swish = graph.product("swish", graph.product("sixth", sixth, biased), gate);
    graph.spatialMean("mean", swish, false);
    return graph.toBytes();
  }
}
