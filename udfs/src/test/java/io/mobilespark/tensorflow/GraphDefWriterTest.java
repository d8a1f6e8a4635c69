// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/** Graphs as they are written, before anything runs them. */
final class GraphDefWriterTest {
  private final GraphDefWriter graph = new GraphDefWriter();

  @Test
  void constantsAreLittleEndianAndInBulk() throws InvalidProtocolBufferException {
    graph.constant("c", new float[] {1f, -2f}, List.of(2, 1));
    var tensor = written().getNode(0).getAttrOrThrow("value").getTensor();
    assertThat(tensor.getDtype()).isEqualTo(DataType.DT_FLOAT);
    assertThat(tensor.getTensorShape().getDimList())
        .extracting(d -> d.getSize())
        .containsExactly(2L, 1L);
    assertThat(tensor.getTensorContent().toByteArray())
        .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0);
  }

  @Test
  void normalisationIsInTheDocumentedOrderWithoutIdleSteps() throws InvalidProtocolBufferException {
    String input = graph.placeholder("in", SampleType.FLOAT32, List.of(-1L, 4L, 4L, 3L));
    assertThat(Normalisation.NONE.write(graph, "none", input)).isEqualTo("in");
    Normalisation.MINUS_ONE_TO_ONE.write(graph, "keras", input);
    new Normalisation(255, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f))
        .write(graph, "torch", input);
    assertThat(written().getNodeList())
        .filteredOn(node -> !node.getOp().equals("Const"))
        .extracting(node -> node.getName() + " " + node.getOp())
        .containsExactly(
            "in Placeholder",
            "keras/divide RealDiv",
            "keras/subtract Sub",
            "torch/divide RealDiv",
            "torch/subtract Sub",
            "torch/scale RealDiv");
  }

  @Test
  void nodesThatCannotBeAreRefused() {
    graph.constant("c", new float[] {1}, List.of());
    assertThatThrownBy(() -> graph.relu("r", "nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("r reads unknown nowhere");
    assertThatThrownBy(() -> graph.constant("c", new float[] {1}, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two nodes of the name c");
    assertThatThrownBy(() -> graph.constant("d", new float[] {1, 2}, List.of(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of shape [3] has 2 values");
  }

  private GraphDef written() throws InvalidProtocolBufferException {
    return GraphDef.parseFrom(graph.toBytes());
  }
}
