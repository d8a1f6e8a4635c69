// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * A graph part of which computes in 16 bits. Constants stay as they are, with a cast behind each
 * that TensorFlow works out once, rounding to the nearest.
 */
public final class LoweredGraph {
  private static final String TYPE = "T";

  private final DataType low;
  private final GraphDef.Builder lowered = GraphDef.newBuilder();
  private final Map<String, DataType> types = new HashMap<>();
  private final Set<String> casts = new HashSet<>();

  private LoweredGraph(DataType low) {
    this.low = low;
  }

  /**
   * Lowers the nodes from one to before another, in the order in which they were written.
   *
   * @param graphDef that {@link GraphDefWriter} gave
   * @param type of 16 bits
   * @param from the first node to compute in it
   * @param until the first node behind that computes in float32 again
   * @return the bytes of a {@code GraphDef} with the same inputs and outputs
   * @throws IllegalArgumentException when the graph lacks one of the nodes
   */
  public static byte[] of(byte[] graphDef, LowType type, String from, String until) {
    LoweredGraph result = new LoweredGraph(type.dataType);
    GraphDef graph = parsed(graphDef);
    result.lowered.setVersions(graph.getVersions());
    boolean inside = false;
    Set<String> wanted = new HashSet<>(Set.of(from, until));
    for (NodeDef node : graph.getNodeList()) {
      wanted.remove(node.getName());
      inside = (inside || node.getName().equals(from)) && !node.getName().equals(until);
      result.add(node, inside);
    }
    if (!wanted.isEmpty()) {
      throw new IllegalArgumentException("the graph has no node " + wanted);
    }
    return result.lowered.build().toByteArray();
  }

  /** Numbers of 16 bits. */
  public enum LowType {
    /** 8 significant bits and the range of float32. */
    BFLOAT16(DataType.DT_BFLOAT16),
    /** 11 significant bits, at most 65504. */
    FLOAT16(DataType.DT_HALF);

    private final DataType dataType;

    LowType(DataType dataType) {
      this.dataType = dataType;
    }
  }

  private void add(NodeDef node, boolean inside) {
    boolean constant = node.getOp().equals("Const");
    boolean computes = !constant && type(node, TYPE) == DataType.DT_FLOAT;
    NodeDef.Builder copy = node.toBuilder();
    if (computes) {
      DataType own = inside ? low : DataType.DT_FLOAT;
      copy.putAttr(TYPE, AttrValue.newBuilder().setType(own).build());
      for (int i = 0; i < copy.getInputCount(); i++) {
        copy.setInput(i, cast(copy.getInput(i), own));
      }
      types.put(node.getName(), own);
    } else if (constant) {
      types.put(node.getName(), type(node, "dtype"));
    } else if (node.getOp().equals("Cast")) {
      types.put(node.getName(), type(node, "DstT"));
    }
    lowered.addNode(copy);
  }

  /** The tensor in a type, through a cast where it has the other of the two. */
  private String cast(String tensor, DataType wanted) {
    DataType present = types.getOrDefault(tensor, DataType.DT_FLOAT);
    boolean floats = present == DataType.DT_FLOAT || present == low;
    if (!floats || present == wanted) {
      return tensor;
    }
    String name = tensor + (wanted == low ? "/low" : "/float");
    if (casts.add(name)) {
      lowered.addNode(
          NodeDef.newBuilder()
              .setName(name)
              .setOp("Cast")
              .addInput(tensor)
              .putAttr("SrcT", AttrValue.newBuilder().setType(present).build())
              .putAttr("DstT", AttrValue.newBuilder().setType(wanted).build()));
    }
    return name;
  }

  private static DataType type(NodeDef node, String attribute) {
    return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance()).getType();
  }

  private static GraphDef parsed(byte[] graphDef) {
    try {
      return GraphDef.parseFrom(graphDef);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a graph", e);
    }
  }
}
