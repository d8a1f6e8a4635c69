// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Statistics of a batch that a graph keeps moving averages of: in inference the averages stand for
 * them, and stay as they are. Keras 3 exports batch normalisation as in training where it follows
 * {@code Resizing} or augmentation and is not frozen; answers would depend on the batch then.
 */
final class MovingAverages {
  private final Map<String, NodeDef> nodes = new HashMap<>();

  /** What is read in place of a tensor. */
  private final Map<String, String> instead = new HashMap<>();

  private final Set<String> updates = new HashSet<>();

  private MovingAverages(List<NodeDef> body) {
    body.forEach(node -> nodes.put(node.getName(), node));
    body.forEach(this::find);
  }

  /** The model that reads averages; empty where it keeps none. */
  static Optional<MetaGraphDef> read(MetaGraphDef model) {
    MetaGraphDef.Builder changed = model.toBuilder();
    GraphDef.Builder graph = changed.getGraphDefBuilder();
    boolean any = false;
    MovingAverages ofGraph = new MovingAverages(graph.getNodeList());
    if (!ofGraph.instead.isEmpty()) {
      any = true;
      for (int i = 0; i < graph.getNodeCount(); i++) {
        graph.setNode(i, ofGraph.reading(graph.getNode(i)));
      }
    }
    for (FunctionDef.Builder function : graph.getLibraryBuilder().getFunctionBuilderList()) {
      MovingAverages averages = new MovingAverages(function.getNodeDefList());
      if (!averages.instead.isEmpty()) {
        any = true;
        for (int i = 0; i < function.getNodeDefCount(); i++) {
          function.setNodeDef(i, averages.reading(function.getNodeDef(i)));
        }
      }
    }
    return any ? Optional.of(changed.build()) : Optional.empty();
  }

  /** {@code average = average * momentum + statistic * rest}. */
  private void find(NodeDef assign) {
    if (!assign.getOp().equals("AssignVariableOp") || assign.getInputCount() < 2) {
      return;
    }
    String variable = assign.getInput(0);
    Optional<NodeDef> sum = node(assign, 1, "AddV2");
    for (int side = 0; side < 2 && sum.isPresent(); side++) {
      Optional<NodeDef> before = node(sum.get(), side, "Mul");
      Optional<NodeDef> added = node(sum.get(), 1 - side, "Mul");
      Optional<String> average = before.flatMap(product -> factor(product, variable));
      Optional<String> statistic = added.flatMap(product -> factor(product, null));
      if (average.isPresent() && statistic.isPresent()) {
        instead.put(statistic.get(), average.get());
        updates.add(assign.getName());
        return;
      }
    }
  }

  /** The factor beside a constant: what a variable holds, or what is no variable's. */
  private Optional<String> factor(NodeDef product, @Nullable String variable) {
    for (int side = 0; side < 2 && product.getInputCount() > 1; side++) {
      String factor = product.getInput(side);
      Optional<NodeDef> by = node(product, 1 - side, "Const");
      Optional<NodeDef> read = node(product, side, "ReadVariableOp");
      boolean wanted =
          variable == null
              ? read.isEmpty()
              : read.filter(each -> each.getInputList().contains(variable)).isPresent();
      if (by.isPresent() && wanted) {
        return Optional.of(factor);
      }
    }
    return Optional.empty();
  }

  private Optional<NodeDef> node(NodeDef reader, int input, String operation) {
    return input < reader.getInputCount()
        ? Optional.ofNullable(nodes.get(SignatureGraph.nodeName(reader.getInput(input))))
            .filter(node -> node.getOp().equals(operation))
        : Optional.empty();
  }

  private NodeDef reading(NodeDef node) {
    NodeDef.Builder reading = node.toBuilder();
    if (updates.contains(node.getName())) {
      // Others wait for it.
      reading.setOp("NoOp").clearAttr().clearInput();
      node.getInputList().stream()
          .filter(input -> input.startsWith("^"))
          .forEach(reading::addInput);
    }
    for (int i = 0; i < reading.getInputCount(); i++) {
      reading.setInput(i, instead.getOrDefault(reading.getInput(i), reading.getInput(i)));
    }
    return reading.build();
  }
}
