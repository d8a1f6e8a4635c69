// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * Writes a graph as protocol buffers, without the native library. Every verb adds one node and
 * returns its name, which is the name of its one output; feature maps are NHWC. Values go in as
 * constants, so that the result is a frozen graph.
 */
public final class GraphDefWriter {
  /** The graph version of TensorFlow 2.18; the fused and explicit paddings need no newer one. */
  private static final int PRODUCER = 1994;

  private final GraphDef.Builder graph =
      GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(PRODUCER));
  private final Set<String> names = new HashSet<>();

  /** Goes on with a graph that {@link #toBytes()} gave. */
  public static GraphDefWriter continuing(byte[] graphDef) {
    try {
      GraphDefWriter writer = new GraphDefWriter();
      writer.graph.clear().mergeFrom(graphDef);
      writer.graph.getNodeList().forEach(node -> writer.names.add(node.getName()));
      return writer;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a graph", e);
    }
  }

  /** An input; -1 stands for a side that varies. */
  public String placeholder(String name, SampleType type, List<Long> shape) {
    TensorShapeProto.Builder sides = TensorShapeProto.newBuilder();
    shape.forEach(side -> sides.addDim(TensorShapeProto.Dim.newBuilder().setSize(side)));
    return add(
        node(name, "Placeholder")
            .putAttr("dtype", type(dataType(type)))
            .putAttr("shape", AttrValue.newBuilder().setShape(sides).build()));
  }

  /** A float32 constant, values row by row; no sides make a scalar. */
  public String constant(String name, float[] values, List<Integer> shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    if (shape.stream().reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "constant %s of shape %s has %d values", name, shape, values.length));
    }
    return constant(name, DataType.DT_FLOAT, bytes, shape);
  }

  /** An int32 constant of shape {@code shape}. */
  public String constant(String name, int[] values, List<Integer> shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return constant(name, DataType.DT_INT32, bytes, shape);
  }

  /** Unsigned bytes as float32. */
  public String castToFloat(String name, String bytes) {
    return add(
        node(name, "Cast", bytes)
            .putAttr("SrcT", type(DataType.DT_UINT8))
            .putAttr("DstT", type(DataType.DT_FLOAT))
            .putAttr("Truncate", AttrValue.newBuilder().setB(false).build()));
  }

  /** A convolution; the kernel's shape is {@code [height, width, inputs, outputs]}. */
  public String convolution(String name, String input, String kernel, int stride) {
    return convolution(name, input, kernel, List.of(stride, stride), List.of(1, 1), true);
  }

  /**
   * A depthwise convolution; the kernel's shape is {@code [height, width, channels, 1]}.
   *
   * @param same whether to pad as SAME, or not at all
   */
  public String depthwise(String name, String input, String kernel, int stride, boolean same) {
    return add(
        floats(name, "DepthwiseConv2dNative", input, kernel)
            .putAttr("strides", ints(1, stride, stride, 1))
            .putAttr("padding", text(same ? "SAME" : "VALID"))
            .putAttr("data_format", text("NHWC")));
  }

  /**
   * A convolution whose kernel moves as a window says; the kernel's shape is {@code [height, width,
   * inputs, outputs]}.
   *
   * @param strides down and across
   * @param dilations likewise
   * @param same whether to pad as SAME, or not at all
   */
  public String convolution(
      String name,
      String input,
      String kernel,
      List<Integer> strides,
      List<Integer> dilations,
      boolean same) {
    return add(
        floats(name, "Conv2D", input, kernel)
            .putAttr("strides", ints(1, strides.get(0), strides.get(1), 1))
            .putAttr("dilations", ints(1, dilations.get(0), dilations.get(1), 1))
            .putAttr("padding", text(same ? "SAME" : "VALID"))
            .putAttr("data_format", text("NHWC")));
  }

  /** The maximum or the mean in windows: {@code MaxPool} or {@code AvgPool}. */
  public String pool(
      String name,
      String operation,
      String input,
      List<Integer> size,
      List<Integer> strides,
      boolean same) {
    return add(
        floats(name, operation, input)
            .putAttr("ksize", ints(1, size.get(0), size.get(1), 1))
            .putAttr("strides", ints(1, strides.get(0), strides.get(1), 1))
            .putAttr("padding", text(same ? "SAME" : "VALID"))
            .putAttr("data_format", text("NHWC")));
  }

  /** Zeros before and behind each side, the batch's first. */
  public String pad(String name, String input, List<Integer> ends) {
    int[] values = ends.stream().mapToInt(Integer::intValue).toArray();
    String sides = constant(name + "/paddings", values, List.of(values.length / 2, 2));
    return add(floats(name, "Pad", input, sides).putAttr("Tpaddings", type(DataType.DT_INT32)));
  }

  /** A part of a map. */
  public String crop(String name, String input, int top, int left, List<Integer> heightAndWidth) {
    String begin = constant(name + "/begin", new int[] {0, top, left, 0}, List.of(4));
    int[] sides = {-1, heightAndWidth.get(0), heightAndWidth.get(1), -1};
    String size = constant(name + "/size", sides, List.of(4));
    return add(floats(name, "Slice", input, begin, size).putAttr("Index", type(DataType.DT_INT32)));
  }

  /** The same values in another shape behind the batch. */
  public String reshape(String name, String input, List<Integer> sides) {
    int[] shape = IntStream.concat(IntStream.of(-1), sides.stream().mapToInt(i -> i)).toArray();
    return add(
        floats(name, "Reshape", input, constant(name + "/shape", shape, List.of(shape.length)))
            .putAttr("Tshape", type(DataType.DT_INT32)));
  }

  /** Tensors behind each other along an axis, the batch's being 0. */
  public String concatenation(String name, List<String> inputs, int axis) {
    List<String> all = new ArrayList<>(inputs);
    all.add(constant(name + "/axis", new int[] {axis}, List.of()));
    return add(
        floats(name, "ConcatV2", all.toArray(String[]::new))
            .putAttr("N", AttrValue.newBuilder().setI(inputs.size()).build())
            .putAttr("Tidx", type(DataType.DT_INT32)));
  }

  /**
   * A map with other sides, without antialiasing, and with half-pixel centres where there are any.
   *
   * @param operation {@code ResizeArea}, {@code ResizeBilinear}, {@code ResizeBicubic} or {@code
   *     ResizeNearestNeighbor}
   */
  public String resize(String name, String operation, String input, int height, int width) {
    String size = constant(name + "/size", new int[] {height, width}, List.of(2));
    NodeDef.Builder node = floats(name, operation, input, size);
    if (!operation.equals("ResizeArea")) {
      node.putAttr("half_pixel_centers", AttrValue.newBuilder().setB(true).build());
    }
    return add(node);
  }

  /**
   * A map with other sides by kernels that may be wider than a pixel.
   *
   * @param kernel of {@code ScaleAndTranslate}, such as {@code lanczos3}
   * @param from height and width of the input
   * @param antialiased whether kernels widen where sides shrink
   */
  public String resizeByKernel(
      String name,
      String kernel,
      String input,
      List<Integer> from,
      List<Integer> to,
      boolean antialiased) {
    float[] scale = {to.get(0) / (float) from.get(0), to.get(1) / (float) from.get(1)};
    String size = constant(name + "/size", new int[] {to.get(0), to.get(1)}, List.of(2));
    String scales = constant(name + "/scale", scale, List.of(2));
    String origin = constant(name + "/translation", new float[2], List.of(2));
    return add(
        floats(name, "ScaleAndTranslate", input, size, scales, origin)
            .putAttr("kernel_type", text(kernel))
            .putAttr("antialias", AttrValue.newBuilder().setB(antialiased).build()));
  }

  /** An operation of one or two tensors of float32 that has no settings, by TensorFlow's name. */
  public String operation(String name, String operation, String... inputs) {
    return add(floats(name, operation, inputs));
  }

  /** {@code max(x, 0) + slope * min(x, 0)}. */
  public String leakyRelu(String name, String input, double slope) {
    return add(
        floats(name, "LeakyRelu", input)
            .putAttr("alpha", AttrValue.newBuilder().setF((float) slope).build()));
  }

  /** The mean over height and width. */
  public String spatialMean(String name, String input, boolean keepSides) {
    return overSides(name, "Mean", input, keepSides);
  }

  /** The maximum over height and width. */
  public String spatialMaximum(String name, String input, boolean keepSides) {
    return overSides(name, "Max", input, keepSides);
  }

  private String overSides(String name, String operation, String input, boolean keepSides) {
    String axes = constant(name + "/axes", new int[] {1, 2}, List.of(2));
    return add(
        floats(name, operation, input, axes)
            .putAttr("Tidx", type(DataType.DT_INT32))
            .putAttr("keep_dims", AttrValue.newBuilder().setB(keepSides).build()));
  }

  /** A product of matrices. */
  public String matrixProduct(String name, String left, String right) {
    return add(floats(name, "MatMul", left, right));
  }

  /** Adds a vector along the channels. */
  public String biasAdd(String name, String input, String bias) {
    return add(floats(name, "BiasAdd", input, bias).putAttr("data_format", text("NHWC")));
  }

  /** {@code max(x, 0)}. */
  public String relu(String name, String input) {
    return add(floats(name, "Relu", input));
  }

  /** {@code sign(x) * sqrt(|x|)}. */
  public String signedRoot(String name, String input) {
    String root = add(floats(name + "/Sqrt", "Sqrt", add(floats(name + "/Abs", "Abs", input))));
    return binary(name, "Mul", add(floats(name + "/Sign", "Sign", input)), root);
  }

  /** {@code min(max(x, 0), 6)}. */
  public String relu6(String name, String input) {
    return add(floats(name, "Relu6", input));
  }

  /** The sum, one side broadcast over the other. */
  public String sum(String name, String left, String right) {
    return binary(name, "AddV2", left, right);
  }

  /** The product value by value, one side broadcast over the other. */
  public String product(String name, String left, String right) {
    return binary(name, "Mul", left, right);
  }

  /** Probabilities of logits. */
  public String softmax(String name, String logits) {
    return add(floats(name, "Softmax", logits));
  }

  /**
   * The k largest values of each row, best first, of equal ones the lower column first. Gives two
   * tensors {@code [n, k]} of float32: {@code name/columns}, and {@code name/of}, which has at the
   * same places what {@code of} holds in those columns.
   */
  public void ranking(String name, String values, String of, int k) {
    String best = name + "/best";
    String count = constant(name + "/k", new int[] {k}, List.of());
    AttrValue sorted = AttrValue.newBuilder().setB(true).build();
    add(floats(best, "TopKV2", values, count).putAttr("sorted", sorted));
    String columns = best + ":1";
    names.add(columns);
    add(
        node(name + "/columns", "Cast", columns)
            .putAttr("SrcT", type(DataType.DT_INT32))
            .putAttr("DstT", type(DataType.DT_FLOAT)));
    add(
        node(
                name + "/of",
                "GatherV2",
                of,
                columns,
                constant(name + "/axis", new int[] {1}, List.of()))
            .putAttr("Tparams", type(DataType.DT_FLOAT))
            .putAttr("Tindices", type(DataType.DT_INT32))
            .putAttr("Taxis", type(DataType.DT_INT32))
            .putAttr("batch_dims", AttrValue.newBuilder().setI(1).build()));
  }

  /** Another name for a tensor. */
  public String identity(String name, String input) {
    return add(floats(name, "Identity", input));
  }

  /** The graph as the bytes of a {@code GraphDef}. */
  public byte[] toBytes() {
    return graph.build().toByteArray();
  }

  static DataType dataType(SampleType type) {
    return switch (type) {
      case UINT8 -> DataType.DT_UINT8;
      case FLOAT32 -> DataType.DT_FLOAT;
    };
  }

  private String binary(String name, String op, String left, String right) {
    return add(floats(name, op, left, right));
  }

  private String constant(String name, DataType dataType, ByteBuffer bytes, List<Integer> shape) {
    TensorShapeProto.Builder sides = TensorShapeProto.newBuilder();
    shape.forEach(side -> sides.addDim(TensorShapeProto.Dim.newBuilder().setSize(side)));
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(dataType)
            .setTensorShape(sides)
            .setTensorContent(ByteString.copyFrom(bytes))
            .build();
    return add(
        node(name, "Const")
            .putAttr("dtype", type(dataType))
            .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build()));
  }

  private NodeDef.Builder floats(String name, String op, String... inputs) {
    return node(name, op, inputs).putAttr("T", type(DataType.DT_FLOAT));
  }

  private NodeDef.Builder node(String name, String op, String... inputs) {
    for (String input : inputs) {
      if (!names.contains(input)) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "node %s reads unknown %s", name, input));
      }
    }
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs));
  }

  private String add(NodeDef.Builder node) {
    if (!names.add(node.getName())) {
      throw new IllegalArgumentException("two nodes of the name " + node.getName());
    }
    graph.addNode(node);
    return node.getName();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  private static AttrValue ints(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return AttrValue.newBuilder().setList(list).build();
  }
}
