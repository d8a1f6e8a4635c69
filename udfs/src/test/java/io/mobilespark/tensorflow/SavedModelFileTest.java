// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Signatures of SavedModels, and operations that are refused. */
final class SavedModelFileTest {
  @TempDir private Path folder;

  @Test
  void signaturesAreResolved() throws IOException {
    ServedSignature signature = read(model());
    assertThat(signature.input().tensor()).isEqualTo("in:0");
    assertThat(signature.input().sampleType()).isEqualTo(SampleType.FLOAT32);
    assertThat(signature.output())
        .isEqualTo(ServedTensor.of("scores", "out:0", "float32", List.of(-1L, 7L)));
    signature.input().require("float32", List.of(8L, 96L, 96L, 3L));
  }

  @Test
  void typesAndShapesThatDoNotFitSayBothSides() throws IOException {
    ServedSignature signature = read(model());
    line(
        () -> signature.input().require("uint8", List.of(-1L, 96L, 96L, 3L)),
        "tensor 'pixels' (in:0) is float32 [-1, 96, 96, 3], wanted uint8 [-1, 96, 96, 3]");
    line(
        () -> signature.input().require("float32", List.of(-1L, 224L, 224L, 3L)),
        "is float32 [-1, 96, 96, 3], wanted float32 [-1, 224, 224, 3]");
    line(
        () -> signature.output().require("float32", List.of(-1L, 7L, 1L)),
        "is float32 [-1, 7], wanted float32 [-1, 7, 1]");
    line(() -> signature.output("logits"), "no output 'logits', only (scores)");
    new ServedTensor("x", "x:0", "uint8", false, List.of()).require("uint8", List.of(1L));
    line(
        () -> new ServedTensor("x", "x:0", "string", false, List.of()).sampleType(),
        "is string of unknown rank, wanted uint8 or float32 pixels");
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    line(() -> SavedModelFile.read(folder, "serve", "serving_default"), "no file saved_model.pb");
    MetaGraphDef.Builder model = model();
    read(model);
    line(
        () -> SavedModelFile.read(folder, "gpu", "serving_default"),
        "no graph with the tag 'gpu' alone, only [[serve]]");
    line(
        () -> SavedModelFile.read(folder, "serve", "predict"),
        "no signature 'predict', only (serving_default)");
    model.getGraphDefBuilder().removeNode(1);
    line(() -> read(model), "'scores' is 'out:0', which the graph lacks");
    Files.writeString(folder.resolve("saved_model.pb"), "PK nonsense");
    line(
        () -> SavedModelFile.read(folder, "serve", "serving_default"),
        "saved_model.pb is damaged or truncated");
  }

  @Test
  void theGraphLookedAtIsTheOneThatTensorFlowLoads() throws IOException {
    MetaGraphDef.Builder first = model();
    first.getMetaInfoDefBuilder().addTags("serve");
    first.getGraphDefBuilder().addNode(node("bad", "ReadFile"));
    SavedModel both = SavedModel.newBuilder().addMetaGraphs(first).addMetaGraphs(model()).build();
    Files.write(folder.resolve("saved_model.pb"), both.toByteArray());
    line(() -> SavedModelFile.read(folder, "serve", "serving_default"), "operation ReadFile");
    Files.write(folder.resolve("saved_model.cpb"), new byte[0]);
    line(() -> read(model()), "saved_model.cpb lies beside saved_model.pb, wanted one");
  }

  @Test
  void severalInputsOrOutputsMustBeNamed() throws IOException {
    MetaGraphDef.Builder model = model();
    SignatureDef.Builder signature =
        model.getSignatureDefOrThrow("serving_default").toBuilder()
            .putInputs("mask", info("in:0"))
            .putOutputs("features", info("out:0"));
    model.putSignatureDef("serving_default", signature.build());
    ServedSignature read = read(model);
    line(read::input, "has 2 inputs (mask, pixels), wanted 1");
    line(read::output, "has 2 outputs (features, scores)");
    assertThat(read.output("features").tensor()).isEqualTo("out:0");
  }

  @Test
  void operationsThatReachTheHostAreRefusedWhereverTheyAre() {
    for (String operation :
        List.of("ReadFile", "WriteFile", "PyFunc", "MatchingFiles", "PrintV2", "SaveV2", "Rpc")) {
      MetaGraphDef.Builder inGraph = model();
      inGraph.getGraphDefBuilder().addNode(node("bad", operation));
      line(() -> read(inGraph), "operation " + operation + " (node 'bad') is not allowed");
      MetaGraphDef.Builder inFunction = model();
      addFunction(inFunction, "unused", node("bad", operation));
      if (!operation.equals("SaveV2")) {
        line(() -> read(inFunction), operation + " (node 'bad' of function 'unused')");
      }
    }
  }

  @Test
  void saversMaySaveAndRestore() {
    assertThatCode(() -> read(withSaver("SaveV2", "RestoreV2"))).doesNotThrowAnyException();
    line(() -> read(withSaver("WriteFile", "RestoreV2")), "operation WriteFile (node 'bad'");
    line(
        () -> read(withSaver("SaveV2", "SaveV2")),
        "operation SaveV2 (node 'bad' of function 'restore') is not allowed outside the");
  }

  @Test
  void saversAreNoCoverForSignaturesAndInitialisers() {
    MetaGraphDef.Builder asOutput = withSaver("SaveV2", "RestoreV2");
    asOutput.putSignatureDef(
        "other", SignatureDef.newBuilder().putOutputs("x", info("saving:0")).build());
    line(() -> read(asOutput), "operation SaveV2 (node 'bad' of function 'save')");
    MetaGraphDef.Builder initialiser = withSaver("SaveV2", "RestoreV2");
    initialiser.putCollectionDef(
        "saved_model_main_op",
        CollectionDef.newBuilder()
            .setNodeList(CollectionDef.NodeList.newBuilder().addValue("saving"))
            .build());
    line(() -> read(initialiser), "operation SaveV2 (node 'bad' of function 'save')");
    MetaGraphDef.Builder called = withSaver("SaveV2", "RestoreV2");
    addFunction(called, "outer", node("inner", "save"));
    called.getGraphDefBuilder().addNode(call("innocent", "outer"));
    line(() -> read(called), "operation SaveV2 (node 'bad' of function 'save')");
    MetaGraphDef.Builder dependent = withSaver("SaveV2", "RestoreV2");
    dependent.getGraphDefBuilder().getNodeBuilder(1).addInput("^saving");
    line(() -> read(dependent), "operation SaveV2 (node 'bad' of function 'save')");
  }

  @Test
  void variablesThatNothingRestoresAreRefused() throws IOException {
    MetaGraphDef.Builder model = withSaver("SaveV2", "RestoreV2");
    model
        .getGraphDefBuilder()
        .addNode(node("kernel", "VarHandleOp"))
        .addNode(node("value", "ReadVariableOp", "kernel"))
        .setNode(1, node("out", "BiasAdd", "in", "value"));
    read(model);
    line(
        () -> ServedModel.read(folder, "serve", "serving_default"),
        "loading it leaves the variable 'kernel' without a value: save the model by model.export");
    model
        .getGraphDefBuilder()
        .setNode(3, call("restoring", "restore").toBuilder().addInput("kernel"));
    read(model);
    assertThatCode(() -> ServedModel.read(folder, "serve", "serving_default"))
        .doesNotThrowAnyException();
  }

  /** in: [-1, 96, 96, 3] -> out: [-1, 7]. */
  private static MetaGraphDef.Builder model() {
    MetaGraphDef.Builder model = MetaGraphDef.newBuilder();
    model.getMetaInfoDefBuilder().addTags("serve");
    model
        .getGraphDefBuilder()
        .addNode(node("in", "Placeholder"))
        .addNode(node("out", "Softmax", "in"));
    return model.putSignatureDef(
        "serving_default",
        SignatureDef.newBuilder()
            .putInputs("pixels", info("in:0", -1, 96, 96, 3))
            .putOutputs("scores", info("out:0", -1, 7))
            .build());
  }

  private static MetaGraphDef.Builder withSaver(String saving, String restoring) {
    MetaGraphDef.Builder model = model();
    addFunction(model, "save", node("bad", saving));
    addFunction(model, "restore", node("bad", restoring), node("set", "AssignVariableOp"));
    model
        .getGraphDefBuilder()
        .addNode(call("saving", "save"))
        .addNode(call("restoring", "restore"));
    return model.setSaverDef(
        SaverDef.newBuilder().setSaveTensorName("saving:0").setRestoreOpName("restoring"));
  }

  private static void addFunction(MetaGraphDef.Builder model, String name, NodeDef... nodes) {
    model
        .getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(
            FunctionDef.newBuilder()
                .setSignature(OpDef.newBuilder().setName(name))
                .addAllNodeDef(List.of(nodes)));
  }

  private static NodeDef call(String name, String function) {
    return node(name, "StatefulPartitionedCall").toBuilder()
        .putAttr(
            "f",
            AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build())
        .build();
  }

  private static NodeDef node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs)).build();
  }

  private static TensorInfo info(String tensor, long... shape) {
    TensorShapeProto.Builder sides = TensorShapeProto.newBuilder();
    for (long side : shape) {
      sides.addDim(TensorShapeProto.Dim.newBuilder().setSize(side));
    }
    return TensorInfo.newBuilder()
        .setName(tensor)
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(sides)
        .build();
  }

  private ServedSignature read(MetaGraphDef.Builder model) throws IOException {
    SavedModel file =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(model).build();
    Files.write(folder.resolve("saved_model.pb"), file.toByteArray());
    return SavedModelFile.read(folder, "serve", "serving_default");
  }

  private static void line(ThrowingCallable call, String inMessage) {
    assertThatThrownBy(call)
        .isInstanceOf(MobileSparkException.class)
        .message()
        .contains(inMessage)
        .doesNotContain("\n");
  }
}
