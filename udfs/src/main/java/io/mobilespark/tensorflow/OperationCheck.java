// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Refuses a graph with an operation that could reach the host. Parts are told apart by what can be
 * reached from where, through inputs and function calls: what the chosen signature and the
 * initialisers reach runs, and may only do what is known to compute; what the saver's restore node
 * reaches may read checkpoints besides, since loading runs it; what its save node reaches may write
 * them, since nothing runs it. All else is not run either, but is refused where an operation's name
 * says that it reaches the host.
 */
final class OperationCheck {
  /** Initialisers that loading runs, of the graphs of TensorFlow 1. */
  private static final List<String> INITIALISERS = List.of("saved_model_main_op", "legacy_init_op");

  /** The signature that says it in graphs of TensorFlow 2. */
  private static final String INITIALISING = "__saved_model_init_op";

  private final Map<String, NodeDef> nodes;
  private final Map<String, FunctionDef> functions;

  private OperationCheck(MetaGraphDef model) {
    nodes = new HashMap<>();
    model.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    functions = new HashMap<>();
    model
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
  }

  /**
   * Looks at every operation.
   *
   * @param signature the one that will be run
   * @throws MobileSparkException naming the first operation that is not allowed
   */
  static void check(MetaGraphDef model, SignatureDef signature) {
    OperationCheck check = new OperationCheck(model);
    Reached restore = check.reach(List.of(model.getSaverDef().getRestoreOpName()));
    Reached save = check.reach(List.of(model.getSaverDef().getSaveTensorName()));
    Set<String> running = new LinkedHashSet<>();
    tensors(signature).forEach(running::add);
    initialisers(model).forEach(running::add);
    check.require(check.reach(running), computing(Set.of()));
    check.require(restore, computing(AllowedOperations.RESTORING));
    check.require(save, computing(AllowedOperations.SAVING));
    Set<String> others = new LinkedHashSet<>(check.nodes.keySet());
    others.removeAll(restore.nodes);
    others.removeAll(save.nodes);
    model.getSignatureDefMap().values().stream()
        .flatMap(OperationCheck::tensors)
        .forEach(others::add);
    check.require(check.reach(others), operation -> !AllowedOperations.reachesTheHost(operation));
    check.require(
        new Reached(Set.of(), check.functions.keySet()),
        operation ->
            AllowedOperations.SAVING.contains(operation)
                || !AllowedOperations.reachesTheHost(operation));
  }

  private static Predicate<String> computing(Set<String> besides) {
    return operation ->
        AllowedOperations.COMPUTING.contains(operation) || besides.contains(operation);
  }

  private static Stream<String> tensors(SignatureDef signature) {
    return Stream.concat(
            signature.getInputsMap().values().stream(), signature.getOutputsMap().values().stream())
        .map(TensorInfo::getName);
  }

  /** What loading runs besides restoring. */
  static Stream<String> initialisers(MetaGraphDef model) {
    Stream<String> collected =
        INITIALISERS.stream()
            .map(name -> model.getCollectionDefMap().get(name))
            .flatMap(Stream::ofNullable)
            .map(CollectionDef::getNodeList)
            .flatMap(list -> list.getValueList().stream());
    Stream<String> signed =
        Stream.ofNullable(model.getSignatureDefMap().get(INITIALISING))
            .flatMap(OperationCheck::tensors);
    return Stream.concat(collected, signed);
  }

  /** Names of nodes of the graph, and of functions, all of whose nodes count. */
  private record Reached(Set<String> nodes, Set<String> functions) {}

  private Reached reach(Collection<String> tensors) {
    Reached reached = new Reached(new LinkedHashSet<>(), new LinkedHashSet<>());
    ArrayDeque<String> open = new ArrayDeque<>(tensors);
    while (!open.isEmpty()) {
      NodeDef node = nodes.get(nodeName(open.pop()));
      if (node != null && reached.nodes.add(node.getName())) {
        open.addAll(node.getInputList());
        reachFunctions(node, reached.functions);
      }
    }
    return reached;
  }

  private void reachFunctions(NodeDef caller, Set<String> reached) {
    ArrayDeque<NodeDef> open = new ArrayDeque<>(List.of(caller));
    while (!open.isEmpty()) {
      for (String name : called(open.pop())) {
        FunctionDef function = functions.get(name);
        if (function != null && reached.add(name)) {
          open.addAll(function.getNodeDefList());
        }
      }
    }
  }

  /** Functions named by a node's attributes, or by its operation. */
  private static Set<String> called(NodeDef node) {
    Set<String> names = new HashSet<>();
    names.add(node.getOp());
    for (AttrValue value : node.getAttrMap().values()) {
      if (value.hasFunc()) {
        names.add(value.getFunc().getName());
      }
      value.getList().getFuncList().forEach(function -> names.add(function.getName()));
    }
    return names;
  }

  /** {@code name} of {@code ^name} and {@code name:0}. */
  static String nodeName(String tensor) {
    String name = tensor.startsWith("^") ? tensor.substring(1) : tensor;
    int output = name.indexOf(':');
    return output < 0 ? name : name.substring(0, output);
  }

  private void require(Reached reached, Predicate<String> allowed) {
    for (String name : reached.nodes) {
      NodeDef node = nodes.get(name);
      if (node != null) {
        require(node, "", allowed);
      }
    }
    for (String name : reached.functions) {
      FunctionDef function = functions.get(name);
      if (function != null) {
        function
            .getNodeDefList()
            .forEach(node -> require(node, " of function '" + name + "'", allowed));
      }
    }
  }

  private void require(NodeDef node, String where, Predicate<String> allowed) {
    String operation = node.getOp();
    if (!allowed.test(operation) && !functions.containsKey(operation)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "operation %s (node '%s'%s) is not allowed%s",
              operation,
              node.getName(),
              where,
              AllowedOperations.SAVING.contains(operation)
                  ? " outside the checkpoint saver"
                  : ", only operations that compute are"));
    }
  }
}
