// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import io.mobilespark.tensorflow.SignatureGraph.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * A SavedModel's graph as one of its signatures runs it, read without the native library: what goes
 * in, what comes out, and what the operations between say of both.
 */
public final class ServedModel {
  /** What gives sums, whose probabilities somebody else has to make. */
  private static final Set<String> SUMS =
      Set.of("BiasAdd", "BiasAddV1", "Add", "AddV2", "MatMul", "Conv2D", "Einsum", "_FusedMatMul");

  private static final String FEATURES = "mobilespark_features";
  private static final String HEAD = "mobilespark_head";

  private final MetaGraphDef model;
  private final ServedSignature signature;
  private final SignatureGraph graph;
  private final boolean changed;

  private ServedModel(MetaGraphDef model, ServedSignature signature, boolean changed) {
    this.changed = changed;
    this.model = model;
    this.signature = signature;
    this.graph = new SignatureGraph(model);
  }

  /**
   * Reads a model and looks at the operations that a signature of it runs.
   *
   * @param folder the model's
   * @param tag of the graph, {@link ServedSignature#SERVE_TAG} as a rule
   * @param name the signature's, {@link ServedSignature#DEFAULT_NAME} as a rule
   * @throws SettingException where another signature or none has to be named
   * @throws MobileSparkException when there is no such model or tag, or an operation is not allowed
   */
  public static ServedModel read(Path folder, String tag, String name) {
    try {
      MetaGraphDef model = SavedModelFile.graph(folder, tag);
      SignatureDef found = SavedModelFile.signature(model, name);
      ServedSignature signature = SavedModelFile.resolved(model, name, found);
      for (ServedTensor input : signature.inputs()) {
        if (input.type().equals("string")) {
          throw new SettingException(
              String.format(
                  Locale.ROOT,
                  "signature '%s' takes encoded pictures ('%s' is of strings), wanted decoded ones:"
                      + " --signature has to name another, of %s",
                  name,
                  input.key(),
                  SavedModelFile.names(model.getSignatureDefMap())));
        }
      }
      OperationCheck.check(model, found);
      Optional<MetaGraphDef> restored = RestoredVariables.completed(model);
      Optional<MetaGraphDef> inference = MovingAverages.read(restored.orElse(model));
      MetaGraphDef whole = inference.or(() -> restored).orElse(model);
      RestoredVariables.require(
          whole, signature.outputs().stream().map(ServedTensor::tensor).toList());
      return new ServedModel(whole, signature, restored.isPresent() || inference.isPresent());
    } catch (MobileSparkException e) {
      throw SavedModelFile.about(folder, e);
    }
  }

  /**
   * The same without what it does to pictures by chance, which is no part of inference.
   *
   * @param output the one that is asked for
   */
  public ServedModel withoutAugmentation(ServedTensor output) {
    return augmented(output).map(without -> new ServedModel(without, signature, true)).orElse(this);
  }

  private Optional<MetaGraphDef> augmented(ServedTensor output) {
    return AugmentationSteps.removed(model, output.tensor(), signature.input().tensor());
  }

  /** What takes the place of {@link SavedModelFile#NAME}; empty where that will do. */
  public Optional<byte[]> changedFile() {
    return changed ? Optional.of(bytes(model)) : Optional.empty();
  }

  private static byte[] bytes(MetaGraphDef model) {
    return SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(model)
        .build()
        .toByteArray();
  }

  /** What the graph says of itself. */
  public ModelFacts facts() {
    return new ModelFacts(
        SavedModelFile.callable(model.getSignatureDefMap()),
        signature,
        graph.parameters(signature.outputs().stream().map(ServedTensor::tensor).toList()),
        signature.outputs().stream().anyMatch(output -> augmented(output).isPresent()));
  }

  /** What goes in and comes out. */
  public ServedSignature signature() {
    return signature;
  }

  /** What the graph does last to an output, as far as its operations tell. */
  public LastStep lastStep(ServedTensor output) {
    Optional<String> operation = graph.origin(output.tensor()).map(value -> value.node().getOp());
    return operation
        .map(
            name ->
                switch (name) {
                  case "Softmax" -> LastStep.SOFTMAX;
                  case "Sigmoid" -> LastStep.SIGMOID;
                  default -> SUMS.contains(name) ? LastStep.SUM : LastStep.OTHER;
                })
        .orElse(LastStep.OTHER);
  }

  /** What makes an output. */
  public enum LastStep {
    /** Softmax: probabilities of classes. */
    SOFTMAX,
    /** The logistic function: probabilities of labels, or of the second of two classes. */
    SIGMOID,
    /** A sum: logits. */
    SUM,
    /** Something else. */
    OTHER
  }

  /**
   * The model with one more tensor that can be asked for: what the first convolution sees. Empty
   * where there is not exactly one.
   */
  public Optional<Tap> firstConvolution(ServedTensor output) {
    List<Value> first = graph.firstConvolutions(output.tensor(), signature.input().tensor());
    if (first.size() != 1) {
      return Optional.empty();
    }
    Value convolution = first.get(0);
    TensorTap tap = TensorTap.ofInput(model, convolution);
    AttrValue format =
        convolution.node().getAttrOrDefault("data_format", AttrValue.getDefaultInstance());
    return Optional.of(
        new Tap(bytes(tap.model()), tap.tensor(), format.getS().toStringUtf8().equals("NCHW")));
  }

  /**
   * The model with one more tensor that can be asked for: the pooled features that an output is
   * made from. Empty where the graph does not show them.
   */
  public Optional<Tap> features(ServedTensor output) {
    String placeholder = SignatureGraph.nodeName(signature.input().tensor());
    return new PooledFeatures(graph, placeholder)
        .of(output.tensor())
        .filter(value -> value.node().containsAttr("T"))
        .map(
            value -> {
              TensorTap tap = TensorTap.of(model, value);
              AttrValue type = value.node().getAttrOrThrow("T");
              return new Tap(bytes(inFloat(tap, type)), FEATURES, false);
            });
  }

  private static MetaGraphDef inFloat(TensorTap tap, AttrValue type) {
    MetaGraphDef.Builder model = tap.model().toBuilder();
    model
        .getGraphDefBuilder()
        .addNode(
            NodeDef.newBuilder()
                .setName(FEATURES)
                .setOp("Cast")
                .addInput(tap.tensor())
                .putAttr("SrcT", type)
                .putAttr("DstT", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build()));
    return model.build();
  }

  /**
   * A model with a head trained on its features.
   *
   * @param file in place of {@link SavedModelFile#NAME}, not to be written to
   * @param logits the tensor that gives them
   * @param probabilities likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere, and large
  public record Headed(byte[] file, String logits, String probabilities) {}

  /**
   * Puts a head behind the features of a model.
   *
   * @param file the model's, which has one graph
   * @param features the tensor that gives them in float32
   */
  public static Headed withHead(byte[] file, String features, HeadWeights head) {
    try {
      SavedModel.Builder model = SavedModel.parseFrom(file).toBuilder();
      MetaGraphDef.Builder graph = model.getMetaGraphsBuilder(0);
      GraphDefWriter writer = GraphDefWriter.continuing(graph.getGraphDef().toByteArray());
      String rows =
          writer.reshape(
              HEAD + "/features",
              SignatureGraph.nodeName(features),
              List.of(head.shape().inputs()));
      String logits = head.write(writer, HEAD, rows);
      String probabilities = writer.softmax(HEAD + "/probabilities", logits);
      graph.setGraphDef(GraphDef.parseFrom(writer.toBytes()));
      return new Headed(model.build().toByteArray(), logits, probabilities);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a model", e);
    }
  }

  /**
   * A model that gives a tensor from within.
   *
   * @param file in place of {@link SavedModelFile#NAME}, not to be written to
   * @param tensor its name
   * @param channelsFirst whether it is {@code [n, 3, height, width]}, not {@code [n, height, width,
   *     3]}
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere, and large
  public record Tap(byte[] file, String tensor, boolean channelsFirst) {}
}
