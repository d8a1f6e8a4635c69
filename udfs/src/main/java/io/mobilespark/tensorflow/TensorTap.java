// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.tensorflow.SignatureGraph.Scope;
import io.mobilespark.tensorflow.SignatureGraph.Value;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * A model that also gives a tensor from within its functions: each function on the way gets one
 * more result, for the one call that leads there.
 *
 * @param model the changed model
 * @param tensor its name in the graph
 */
record TensorTap(MetaGraphDef model, String tensor) {
  private static final String RESULT = "mobilespark_tap";

  /** Makes the input of a convolution one that can be asked for. */
  static TensorTap ofInput(MetaGraphDef model, Value convolution) {
    return of(
        model,
        convolution.scope(),
        SignatureGraph.data(convolution.node()).get(0),
        convolution.node().getAttrOrThrow("T"));
  }

  /** Makes a value one that can be asked for. */
  static TensorTap of(MetaGraphDef model, Value value) {
    return of(model, value.scope(), value.tensor(), value.node().getAttrOrThrow("T"));
  }

  private static TensorTap of(MetaGraphDef model, Scope from, String named, AttrValue type) {
    MetaGraphDef.Builder tapped = model.toBuilder();
    GraphDef.Builder graph = tapped.getGraphDefBuilder();
    Scope scope = from;
    String tensor = named;
    @Nullable NodeDef inner = null;
    int depth = 0;
    while (scope.function() != null && scope.call() != null && scope.caller() != null) {
      FunctionDef function = withResult(scope.function(), tensor, type, inner, depth++);
      graph.getLibraryBuilder().addFunction(function);
      NodeDef call = scope.call();
      int results = scope.function().getSignature().getOutputArgCount();
      boolean byName = function(call).isEmpty();
      inner = calling(call, function.getSignature().getName(), type, byName);
      boolean inGraph = scope.caller().function() == null;
      tensor =
          inGraph
              ? call.getName() + ":" + results
              : byName
                  ? call.getName() + ":" + RESULT + ":0"
                  : call.getName() + ":output:" + results;
      scope = scope.caller();
    }
    for (int i = 0; inner != null && i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getName().equals(inner.getName())) {
        graph.setNode(i, inner);
      }
    }
    return new TensorTap(tapped.build(), tensor);
  }

  private static String function(NodeDef call) {
    return call.getAttrOrDefault("f", AttrValue.getDefaultInstance()).getFunc().getName();
  }

  private static FunctionDef withResult(
      FunctionDef function, String tensor, AttrValue type, @Nullable NodeDef inner, int depth) {
    FunctionDef.Builder builder = function.toBuilder();
    builder
        .getSignatureBuilder()
        .setName(RESULT + depth + "_" + function.getSignature().getName())
        .addOutputArg(OpDef.ArgDef.newBuilder().setName(RESULT).setType(type.getType()));
    builder.putRet(RESULT, tensor);
    for (int i = 0; inner != null && i < builder.getNodeDefCount(); i++) {
      if (builder.getNodeDef(i).getName().equals(inner.getName())) {
        builder.setNodeDef(i, inner);
      }
    }
    return builder.build();
  }

  private static NodeDef calling(NodeDef call, String function, AttrValue type, boolean byName) {
    NodeDef.Builder builder = call.toBuilder().removeAttr("_output_shapes");
    if (byName) {
      return builder.setOp(function).build();
    }
    NameAttrList target = call.getAttrOrThrow("f").getFunc().toBuilder().setName(function).build();
    AttrValue.Builder types =
        call.getAttrOrDefault("Tout", AttrValue.getDefaultInstance()).toBuilder();
    types.getListBuilder().addType(type.getType());
    return builder
        .putAttr("f", AttrValue.newBuilder().setFunc(target).build())
        .putAttr("Tout", types.build())
        .build();
  }
}
