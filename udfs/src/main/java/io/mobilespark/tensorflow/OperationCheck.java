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
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Refuses a graph with an operation that could reach the host. Three parts are told apart by what
 * can be reached from where, through inputs and function calls: what the saver's restore node
 * reaches may read checkpoints, since loading runs it; what its save node reaches may write them,
 * since nothing runs it; all else, and whatever a signature or an initialiser reaches, may compute
 * only. Functions that nothing reaches must keep to the three lists together.
 */
final class OperationCheck {
  /** Initialisers that loading runs, of the graphs of TensorFlow 1. */
  private static final List<String> INITIALISERS = List.of("saved_model_main_op", "legacy_init_op");

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
   * @throws MobileSparkException naming the first one that is not allowed
   */
  static void check(MetaGraphDef model) {
    OperationCheck check = new OperationCheck(model);
    Reached restore = check.reach(List.of(model.getSaverDef().getRestoreOpName()));
    Reached save = check.reach(List.of(model.getSaverDef().getSaveTensorName()));
    Set<String> running = new LinkedHashSet<>(check.nodes.keySet());
    running.removeAll(restore.nodes);
    running.removeAll(save.nodes);
    entryPoints(model).forEach(running::add);
    check.require(check.reach(running), Set.of());
    check.require(restore, AllowedOperations.RESTORING);
    check.require(save, AllowedOperations.SAVING);
    check.require(new Reached(Set.of(), check.functions.keySet()), AllowedOperations.SAVING);
  }

  /** What a session can be asked for, and what loading runs. */
  private static Stream<String> entryPoints(MetaGraphDef model) {
    Stream<String> signatures =
        model.getSignatureDefMap().values().stream()
            .flatMap(
                signature ->
                    Stream.concat(
                        signature.getInputsMap().values().stream(),
                        signature.getOutputsMap().values().stream()))
            .map(TensorInfo::getName);
    Stream<String> initialisers =
        INITIALISERS.stream()
            .map(name -> model.getCollectionDefMap().get(name))
            .flatMap(Stream::ofNullable)
            .map(CollectionDef::getNodeList)
            .flatMap(list -> list.getValueList().stream());
    return Stream.concat(signatures, initialisers);
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
  private static String nodeName(String tensor) {
    String name = tensor.startsWith("^") ? tensor.substring(1) : tensor;
    int output = name.indexOf(':');
    return output < 0 ? name : name.substring(0, output);
  }

  private void require(Reached reached, Set<String> besidesComputing) {
    for (String name : reached.nodes) {
      NodeDef node = nodes.get(name);
      if (node != null) {
        require(node, "", besidesComputing);
      }
    }
    for (String name : reached.functions) {
      FunctionDef function = functions.get(name);
      if (function != null) {
        function
            .getNodeDefList()
            .forEach(node -> require(node, " of function '" + name + "'", besidesComputing));
      }
    }
  }

  private void require(NodeDef node, String where, Set<String> besidesComputing) {
    String operation = node.getOp();
    boolean allowed =
        AllowedOperations.COMPUTING.contains(operation)
            || besidesComputing.contains(operation)
            || functions.containsKey(operation);
    if (!allowed) {
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
