// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The file {@code saved_model.pb} of a SavedModel, read and written without the native library. A
 * model graph is a program that runs on the host, so reading refuses every operation that is not
 * known to be harmless.
 */
public final class SavedModelFile {
  /** Name of the file in the model's folder. */
  public static final String NAME = "saved_model.pb";

  /** A model in chunks, which TensorFlow may prefer. */
  private static final String SPLIT = "saved_model.cpb";

  private static final String METHOD = "tensorflow/serving/predict";
  private static final String INTERNAL = "__saved_model";

  private SavedModelFile() {}

  /**
   * A signature of a model, after a look at all its operations.
   *
   * @param folder the model's
   * @param tag of the graph, {@link ServedSignature#SERVE_TAG} as a rule
   * @param signature its name, {@link ServedSignature#DEFAULT_NAME} as a rule
   * @throws MobileSparkException when there is no such model, tag or signature, a tensor of it is
   *     not in the graph, or an operation is not allowed
   */
  public static ServedSignature read(Path folder, String tag, String signature) {
    try {
      MetaGraphDef model = graph(folder, tag);
      SignatureDef found = signature(model, signature);
      OperationCheck.check(model, found);
      return resolved(model, signature, found);
    } catch (MobileSparkException e) {
      throw about(folder, e);
    }
  }

  static MobileSparkException about(Path folder, MobileSparkException e) {
    String subject = "SavedModel " + folder;
    return e instanceof SettingException setting
        ? setting.about(subject)
        : new MobileSparkException(subject + ": " + e.getMessage(), e);
  }

  static SignatureDef signature(MetaGraphDef model, String signature) {
    Map<String, SignatureDef> signatures = model.getSignatureDefMap();
    SignatureDef found = signatures.get(signature);
    if (found == null || signature.startsWith(INTERNAL)) {
      throw new SettingException(
          String.format(
              Locale.ROOT,
              "no signature '%s', only %s; --signature names one",
              signature,
              names(signatures)));
    }
    return found;
  }

  static ServedSignature resolved(MetaGraphDef model, String name, SignatureDef signature) {
    Set<String> nodes =
        model.getGraphDef().getNodeList().stream()
            .map(NodeDef::getName)
            .collect(Collectors.toSet());
    return new ServedSignature(
        name, tensors(signature.getInputsMap(), nodes), tensors(signature.getOutputsMap(), nodes));
  }

  /**
   * The file for a frozen graph with one signature.
   *
   * @param graphDef the graph's bytes
   * @param tag of the graph
   * @param signature whose tensors are of the graph
   */
  public static byte[] bytes(byte[] graphDef, String tag, ServedSignature signature) {
    SignatureDef.Builder definition = SignatureDef.newBuilder().setMethodName(METHOD);
    signature.inputs().forEach(input -> definition.putInputs(input.key(), info(input)));
    signature.outputs().forEach(output -> definition.putOutputs(output.key(), info(output)));
    try {
      return SavedModel.newBuilder()
          .setSavedModelSchemaVersion(1)
          .addMetaGraphs(
              MetaGraphDef.newBuilder()
                  .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(tag))
                  .setGraphDef(GraphDef.parseFrom(graphDef))
                  .putSignatureDef(signature.name(), definition.build()))
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a graph", e);
    }
  }

  static MetaGraphDef graph(Path folder, String tag) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new MobileSparkException("no file " + NAME);
    }
    if (Files.exists(folder.resolve(SPLIT))) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s lies beside %s, wanted one", SPLIT, NAME));
    }
    try {
      SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
      // As TensorFlow picks it: the first one with the same set of tags.
      return model.getMetaGraphsList().stream()
          .filter(graph -> tags(graph).equals(Set.of(tag)))
          .findFirst()
          .orElseThrow(
              () ->
                  new MobileSparkException(
                      String.format(
                          Locale.ROOT,
                          "no graph with the tag '%s' alone, only %s",
                          tag,
                          model.getMetaGraphsList().stream().map(SavedModelFile::tags).toList())));
    } catch (InvalidProtocolBufferException e) {
      throw new MobileSparkException(NAME + " is damaged or truncated", e);
    } catch (IOException e) {
      throw new MobileSparkException(NAME + " cannot be read: " + e, e);
    }
  }

  private static Set<String> tags(MetaGraphDef graph) {
    return new TreeSet<>(graph.getMetaInfoDef().getTagsList());
  }

  static String names(Map<String, SignatureDef> signatures) {
    return callable(signatures).stream().collect(Collectors.joining(", ", "(", ")"));
  }

  static List<String> callable(Map<String, SignatureDef> signatures) {
    return signatures.keySet().stream()
        .filter(name -> !name.startsWith(INTERNAL))
        .sorted()
        .toList();
  }

  private static List<ServedTensor> tensors(Map<String, TensorInfo> infos, Set<String> nodes) {
    return infos.entrySet().stream()
        .map(entry -> tensor(entry.getKey(), entry.getValue(), nodes))
        .sorted(Comparator.comparing(ServedTensor::key))
        .toList();
  }

  private static ServedTensor tensor(String key, TensorInfo info, Set<String> nodes) {
    String node = info.getName().replaceFirst(":\\d+$", "");
    if (!nodes.contains(node)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "the signature's tensor '%s' is '%s', which the graph lacks",
              key,
              info.getName()));
    }
    return new ServedTensor(
        key,
        info.getName(),
        typeName(info.getDtype()),
        !info.getTensorShape().getUnknownRank(),
        info.getTensorShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList());
  }

  private static TensorInfo info(ServedTensor tensor) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder().setUnknownRank(!tensor.rankKnown());
    tensor.shape().forEach(side -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(side)));
    return TensorInfo.newBuilder()
        .setName(tensor.tensor())
        .setDtype(
            switch (tensor.sampleType()) {
              case UINT8 -> DataType.DT_UINT8;
              case FLOAT32 -> DataType.DT_FLOAT;
            })
        .setTensorShape(shape)
        .build();
  }

  /** NumPy's name. */
  private static String typeName(DataType type) {
    return switch (type) {
      case DT_HALF -> "float16";
      case DT_FLOAT -> "float32";
      case DT_DOUBLE -> "float64";
      default -> type.name().replace("DT_", "").toLowerCase(Locale.ROOT);
    };
  }
}
