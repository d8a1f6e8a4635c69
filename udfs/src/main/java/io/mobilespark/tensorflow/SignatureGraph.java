// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A model's graph as a walk backwards from a tensor sees it: calls of functions are walked through,
 * so that what a function reads is what its caller hands to it. Bodies of conditions and loops are
 * not looked into.
 */
final class SignatureGraph {
  /** A walk of more steps is no network's. */
  static final int MOST_VALUES = 200_000;

  private static final Set<DataType> FLOATS =
      Set.of(DataType.DT_FLOAT, DataType.DT_HALF, DataType.DT_BFLOAT16, DataType.DT_DOUBLE);

  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final String VARIABLE = "VarHandleOp";
  private static final Set<String> CONVOLUTIONS = Set.of("Conv2D", "DepthwiseConv2dNative");

  /** What gives its input under another name, type or shape. */
  private static final Set<String> CARRIERS =
      Set.of(
          "Identity",
          "Cast",
          "Reshape",
          "Squeeze",
          "StopGradient",
          "EnsureShape",
          "Snapshot",
          "PreventGradient",
          "CheckNumerics",
          "ExpandDims");

  private final Map<String, FunctionDef> functions = new HashMap<>();
  private final Map<List<Object>, Scope> called = new HashMap<>();
  private final Scope main;

  SignatureGraph(MetaGraphDef model) {
    model
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
    this.main = new Scope(null, null, null, byName(model.getGraphDef().getNodeList()));
  }

  /**
   * The graph, or the body of a function for one of its calls.
   *
   * @param caller where the call stands; null of the graph itself
   * @param call the node; null likewise
   * @param function whose body it is; null likewise
   * @param nodes by name
   */
  record Scope(
      @Nullable Scope caller,
      @Nullable NodeDef call,
      @Nullable FunctionDef function,
      Map<String, NodeDef> nodes) {
    // Two calls of a function are two scopes, however alike.
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** An output of a node, calls walked through. */
  record Value(Scope scope, NodeDef node, String tensor) {}

  /** What gives a tensor of the graph; empty where that cannot be followed. */
  Optional<Value> value(String tensor) {
    return value(main, tensor);
  }

  /** The name of an input as it stands in its scope. */
  Optional<Value> input(Value of, int index) {
    List<String> inputs = data(of.node);
    return index < inputs.size() ? value(of.scope, inputs.get(index)) : Optional.empty();
  }

  /** The operation that a tensor's values come from, but for what only carries them. */
  Optional<Value> origin(String tensor) {
    Optional<Value> value = value(tensor);
    for (int steps = 0; value.isPresent() && steps < MOST_VALUES; steps++) {
      if (!CARRIERS.contains(value.get().node.getOp())) {
        return value;
      }
      value = input(value.get(), 0);
    }
    return Optional.empty();
  }

  /**
   * The convolutions that see an input before any other convolution does.
   *
   * @param output where the walk begins
   * @param input the name of a placeholder
   */
  List<Value> firstConvolutions(String output, String input) {
    List<Value> all = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    List<Value> open = new ArrayList<>(value(output).stream().toList());
    while (!open.isEmpty() && seen.size() < MOST_VALUES) {
      Value value = open.remove(open.size() - 1);
      if (seen.add(List.of(value.scope, value.node.getName()))) {
        if (CONVOLUTIONS.contains(value.node.getOp())) {
          all.add(value);
        }
        for (int i = 0; i < data(value.node).size(); i++) {
          input(value, i).ifPresent(open::add);
        }
      }
    }
    String placeholder = nodeName(input);
    return all.stream()
        .filter(
            convolution ->
                input(convolution, 0)
                    .filter(convolved -> reaches(convolved, placeholder))
                    .isPresent())
        .toList();
  }

  /** Floating-point values of the variables and large constants that tensors are computed from. */
  long parameters(List<String> tensors) {
    Set<String> variables = new HashSet<>();
    long parameters = 0;
    for (Value value : sources(tensors)) {
      boolean variable = value.node.getOp().equals(VARIABLE);
      parameters += variable && !variables.add(value.node.getName()) ? 0 : values(value.node);
    }
    return parameters;
  }

  /** Names of the graph's variables that tensors are computed from. */
  Set<String> variables(List<String> tensors) {
    Set<String> variables = new LinkedHashSet<>();
    for (Value value : sources(tensors)) {
      if (value.scope.function == null && value.node.getOp().equals(VARIABLE)) {
        variables.add(value.node.getName());
      }
    }
    return variables;
  }

  /** All that tensors are computed from. */
  private List<Value> sources(List<String> tensors) {
    Set<List<Object>> seen = new HashSet<>();
    List<Value> sources = new ArrayList<>();
    List<Value> open = new ArrayList<>();
    tensors.forEach(tensor -> value(tensor).ifPresent(open::add));
    while (!open.isEmpty() && seen.size() < MOST_VALUES) {
      Value value = open.remove(open.size() - 1);
      if (seen.add(List.of(value.scope, value.node.getName()))) {
        sources.add(value);
        for (int i = 0; i < data(value.node).size(); i++) {
          input(value, i).ifPresent(open::add);
        }
      }
    }
    return sources;
  }

  private static long values(NodeDef node) {
    boolean constant = node.getOp().equals("Const");
    if (!constant && !node.getOp().equals(VARIABLE)) {
      return 0;
    }
    DataType type = node.getAttrOrDefault("dtype", AttrValue.getDefaultInstance()).getType();
    TensorShapeProto shape =
        constant
            ? node.getAttrOrDefault("value", AttrValue.getDefaultInstance())
                .getTensor()
                .getTensorShape()
            : node.getAttrOrDefault("shape", AttrValue.getDefaultInstance()).getShape();
    // A scalar or one value per colour is part of how pictures are normalised.
    long values =
        shape.getDimList().stream()
            .mapToLong(side -> Math.max(1, side.getSize()))
            .reduce(1, (a, b) -> a * b);
    boolean counts = values > 3 || (!constant && shape.getDimCount() > 0);
    return FLOATS.contains(type) && counts ? values : 0;
  }

  /** Whether a placeholder is read without a convolution between. */
  private boolean reaches(Value from, String placeholder) {
    Set<List<Object>> seen = new HashSet<>();
    List<Value> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      Value value = open.remove(open.size() - 1);
      if (value.scope.function == null && value.node.getName().equals(placeholder)) {
        return true;
      }
      if (!CONVOLUTIONS.contains(value.node.getOp())
          && seen.add(List.of(value.scope, value.node.getName()))) {
        for (int i = 0; i < data(value.node).size(); i++) {
          input(value, i).ifPresent(open::add);
        }
      }
    }
    return false;
  }

  private Optional<Value> value(Scope from, String named) {
    Scope scope = from;
    String tensor = named;
    for (int steps = 0; steps < MOST_VALUES; steps++) {
      NodeDef node = scope.nodes.get(nodeName(tensor));
      if (node == null) {
        // An argument: what the call hands over.
        int argument = argument(scope, tensor);
        if (argument < 0 || scope.call == null || scope.caller == null) {
          return Optional.empty();
        }
        tensor = data(scope.call).get(argument);
        scope = scope.caller;
        continue;
      }
      Optional<FunctionDef> function = function(node);
      if (function.isEmpty()) {
        return Optional.of(new Value(scope, node, tensor));
      }
      int result = result(function.get(), tensor);
      if (result < 0 || result >= function.get().getSignature().getOutputArgCount()) {
        return Optional.empty();
      }
      scope = inside(scope, node, function.get());
      tensor =
          function
              .get()
              .getRetOrDefault(function.get().getSignature().getOutputArg(result).getName(), "");
    }
    return Optional.empty();
  }

  private Scope inside(Scope caller, NodeDef call, FunctionDef function) {
    return called.computeIfAbsent(
        List.of(caller, call.getName()),
        key -> new Scope(caller, call, function, byName(function.getNodeDefList())));
  }

  /** The function that a node calls; none for other operations. */
  Optional<FunctionDef> function(NodeDef node) {
    if (CALLS.contains(node.getOp())) {
      AttrValue f = node.getAttrOrDefault("f", AttrValue.getDefaultInstance());
      return Optional.ofNullable(functions.get(f.getFunc().getName()));
    }
    return Optional.ofNullable(functions.get(node.getOp()));
  }

  private static int argument(Scope scope, String tensor) {
    if (scope.function == null) {
      return -1;
    }
    List<String> names =
        scope.function.getSignature().getInputArgList().stream().map(arg -> arg.getName()).toList();
    int argument = names.indexOf(nodeName(tensor));
    return scope.call == null || argument >= data(scope.call).size() ? -1 : argument;
  }

  /**
   * Which result of a call a tensor is: of {@code call:2}, {@code call:output:2}, {@code call:y:0}.
   */
  private static int result(FunctionDef function, String tensor) {
    String[] parts = tensor.split(":", -1);
    if (parts.length == 3 && !parts[1].equals("output")) {
      List<String> names =
          function.getSignature().getOutputArgList().stream().map(arg -> arg.getName()).toList();
      return names.indexOf(parts[1]);
    }
    String last = parts[parts.length - 1];
    return parts.length == 1 ? 0 : last.matches("[0-9]{1,6}") ? Integer.parseInt(last) : -1;
  }

  /** Inputs that carry values. */
  static List<String> data(NodeDef node) {
    return node.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
  }

  /** {@code name} of {@code name:0} and {@code name:output:0}. */
  static String nodeName(String tensor) {
    int colon = tensor.indexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }

  private static Map<String, NodeDef> byName(List<NodeDef> list) {
    Map<String, NodeDef> nodes = new HashMap<>();
    list.forEach(node -> nodes.put(node.getName(), node));
    return nodes;
  }
}
