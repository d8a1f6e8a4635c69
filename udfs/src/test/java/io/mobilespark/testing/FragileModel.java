// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A SavedModel for 32x32 pictures and three classes, as a {@code mobilenet_v3_small} is fed, that
 * computes until it sees a picture that is all light grey, of about 247: then TensorFlow fails with
 * the words of an error of CUDA after which a process computes no more.
 */
public final class FragileModel {
  /** What it fails with. */
  public static final String LOST = "CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access";

  private static final long SIDE = 32;
  private static final int LIGHT_GREY = Float.floatToIntBits(247);
  private static final int WIDTH = Float.floatToIntBits(4);

  private FragileModel() {}

  /** Writes the model into a folder, which is made. */
  public static Path write(Path folder) throws IOException {
    MetaGraphDef.Builder model = MetaGraphDef.newBuilder();
    model.getMetaInfoDefBuilder().addTags("serve");
    model
        .getGraphDefBuilder()
        .addNode(node("pixels", "Placeholder").putAttr("dtype", type(DataType.DT_FLOAT)))
        .addNode(constant("axes", DataType.DT_INT32, List.of(2L), 1, 2))
        .addNode(floats("mean", "Mean", "pixels", "axes").putAttr("Tidx", type(DataType.DT_INT32)))
        .addNode(constant("grey", DataType.DT_FLOAT, List.of(), LIGHT_GREY))
        .addNode(constant("width", DataType.DT_FLOAT, List.of(), WIDTH))
        .addNode(floats("difference", "Sub", "grey", "mean"))
        .addNode(floats("distance", "Abs", "difference"))
        .addNode(floats("darkness", "Sub", "distance", "width"))
        // Of what is below 0 it is no number.
        .addNode(floats("logarithm", "Log", "darkness"))
        .addNode(
            floats("scores", "CheckNumerics", "logarithm")
                .putAttr(
                    "message", AttrValue.newBuilder().setS(ByteString.copyFromUtf8(LOST)).build()));
    model.putSignatureDef(
        "serving_default",
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("pixels", info("pixels:0", -1L, SIDE, SIDE, 3L))
            .putOutputs("scores", info("scores:0", -1L, 3L))
            .build());
    Files.createDirectories(folder);
    SavedModel file =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(model).build();
    Files.write(folder.resolve("saved_model.pb"), file.toByteArray());
    return folder;
  }

  private static NodeDef.Builder constant(
      String name, DataType dataType, List<Long> sides, int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(dataType)
            .setTensorShape(shape(sides))
            .setTensorContent(ByteString.copyFrom(bytes))
            .build();
    return node(name, "Const")
        .putAttr("dtype", type(dataType))
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
  }

  private static NodeDef.Builder floats(String name, String operation, String... inputs) {
    return node(name, operation, inputs).putAttr("T", type(DataType.DT_FLOAT));
  }

  private static NodeDef.Builder node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs));
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static TensorInfo info(String tensor, Long... sides) {
    return TensorInfo.newBuilder()
        .setName(tensor)
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape(List.of(sides)))
        .build();
  }

  private static TensorShapeProto shape(List<Long> sides) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    sides.forEach(side -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(side)));
    return shape.build();
  }
}
