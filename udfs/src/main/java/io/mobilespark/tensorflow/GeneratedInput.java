// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A graph that makes its own input on the device that computes it, all of one value, so that a run
 * copies a few bytes only. For measuring what a device computes apart from what reaches it.
 */
public final class GeneratedInput {
  /** The new input: a float32 tensor {@code [n, 1, 1, 3]} whose mean is the value. */
  public static final String SEED = "seed";

  private GeneratedInput() {}

  /**
   * Replaces an input.
   *
   * @param graphDef the bytes of a {@code GraphDef}
   * @param input a placeholder of it
   * @param type of the placeholder
   * @param shape of the tensor that is made, without open sides
   * @return the bytes of a {@code GraphDef} with the same outputs
   * @throws IllegalArgumentException when the graph has no such placeholder
   */
  public static byte[] of(byte[] graphDef, String input, SampleType type, List<Long> shape) {
    GraphDef.Builder graph = parsed(graphDef);
    int place = 0;
    while (place < graph.getNodeCount() && !isInput(graph.getNode(place), input)) {
      place++;
    }
    if (place == graph.getNodeCount()) {
      throw new IllegalArgumentException("the graph has no input " + input);
    }
    graph.removeNode(place);
    graph.addNode(node(SEED, "Placeholder").putAttr("dtype", type(DataType.DT_FLOAT)));
    graph.addNode(integers(SEED + "/axes", 0, 1, 2, 3));
    graph.addNode(
        node(SEED + "/value", "Mean", SEED, SEED + "/axes")
            .putAttr("T", type(DataType.DT_FLOAT))
            .putAttr("Tidx", type(DataType.DT_INT32)));
    int[] sides = shape.stream().mapToInt(Math::toIntExact).toArray();
    graph.addNode(integers(SEED + "/shape", sides));
    boolean bytes = type == SampleType.UINT8;
    graph.addNode(
        node(bytes ? SEED + "/filled" : input, "Fill", SEED + "/shape", SEED + "/value")
            .putAttr("T", type(DataType.DT_FLOAT))
            .putAttr("index_type", type(DataType.DT_INT32)));
    if (bytes) {
      graph.addNode(
          node(input, "Cast", SEED + "/filled")
              .putAttr("SrcT", type(DataType.DT_FLOAT))
              .putAttr("DstT", type(DataType.DT_UINT8)));
    }
    return graph.build().toByteArray();
  }

  private static boolean isInput(NodeDef node, String name) {
    return node.getName().equals(name) && node.getOp().equals("Placeholder");
  }

  private static NodeDef.Builder integers(String name, int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(values.length)))
            .setTensorContent(ByteString.copyFrom(bytes))
            .build();
    return node(name, "Const")
        .putAttr("dtype", type(DataType.DT_INT32))
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
  }

  private static NodeDef.Builder node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs));
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static GraphDef.Builder parsed(byte[] graphDef) {
    try {
      return GraphDef.parseFrom(graphDef).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a graph", e);
    }
  }
}
