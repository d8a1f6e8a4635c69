// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.tensorflow.LoweredGraph.LowType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Which nodes compute in 16 bits, and what they give. */
final class LoweredGraphTest {
  @Test
  void onlyTheNodesInBetweenAreLowered() throws Exception {
    Map<String, NodeDef> nodes = nodes(LoweredGraph.of(graph(), LowType.BFLOAT16, "b", "mean"));
    assertThat(types(nodes))
        .containsEntry("a", "DT_FLOAT")
        .containsEntry("b", "DT_BFLOAT16")
        .containsEntry("c", "DT_BFLOAT16")
        .containsEntry("mean", "DT_FLOAT");
    assertThat(inputs(nodes, "b")).containsExactly("a/low", "factor/low");
    assertThat(inputs(nodes, "c")).containsExactly("b", "factor/low");
    assertThat(inputs(nodes, "mean")).containsExactly("c/float", "mean/axes");
    assertThat(inputs(nodes, "a")).containsExactly("samples", "factor");
  }

  @ParameterizedTest
  @CsvSource({"BFLOAT16, 4.0625", "FLOAT16, 4.02734375"})
  void valuesAreRoundedToTheNearest(LowType type, float wanted) {
    // bfloat16: 3.015625 * 1.0078125 + 1.0078125, and 4 were everything cut off.
    byte[] lowered = LoweredGraph.of(graph(), type, "b", "mean");
    try (GraphSession session = GraphSession.open(lowered, SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input = PixelTensor.allocate(SampleType.UINT8, 1, 1, 1)) {
      input.write(0, new byte[] {3, 3, 3});
      float[] means = session.run("input", input, List.of("mean")).get(0);
      assertThat(means).containsOnly(means[0]);
      assertThat(means[0]).isEqualTo(wanted);
    }
  }

  @Test
  void nodesThatAreNotThereAreNamed() {
    assertThatThrownBy(() -> LoweredGraph.of(graph(), LowType.FLOAT16, "b", "maen"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the graph has no node [maen]");
  }

  /** Samples times 1.004, again, plus 1.004; then the mean. */
  private static byte[] graph() {
    GraphDefWriter graph = new GraphDefWriter();
    graph.placeholder("input", SampleType.UINT8, List.of(-1L, 1L, 1L, 3L));
    graph.castToFloat("samples", "input");
    graph.constant("factor", new float[] {1.004f}, List.of());
    graph.product("a", "samples", "factor");
    graph.product("b", "a", "factor");
    graph.sum("c", "b", "factor");
    graph.spatialMean("mean", "c", false);
    return graph.toBytes();
  }

  private static Map<String, NodeDef> nodes(byte[] graphDef) throws Exception {
    return GraphDef.parseFrom(graphDef).getNodeList().stream()
        .collect(Collectors.toMap(NodeDef::getName, Function.identity()));
  }

  private static List<String> inputs(Map<String, NodeDef> nodes, String name) {
    return Optional.ofNullable(nodes.get(name)).orElseThrow().getInputList();
  }

  private static Map<String, String> types(Map<String, NodeDef> nodes) {
    return nodes.values().stream()
        .filter(node -> node.containsAttr("T"))
        .collect(
            Collectors.toMap(NodeDef::getName, node -> node.getAttrOrThrow("T").getType().name()));
  }
}
