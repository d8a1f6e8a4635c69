// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * What loading a model puts into its variables. TensorFlow's own {@code tf.saved_model.save} writes
 * each variable of Keras 3 twice: the one that is computed with, and a copy of it, which alone is
 * restored. TensorFlow's Python finds the values by the objects of the file; a session does not, so
 * here the restorer is handed the variable itself.
 */
final class RestoredVariables {
  private static final String HANDLE = "VarHandleOp";
  private static final String READ = "ReadVariableOp";
  private static final String ASSIGN = "AssignVariableOp";

  private final MetaGraphDef model;
  private final Map<String, NodeDef> nodes = new HashMap<>();

  private RestoredVariables(MetaGraphDef model) {
    this.model = model;
    model.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
  }

  /** The model with no variable left out that another is a copy of; empty where it is whole. */
  static Optional<MetaGraphDef> completed(MetaGraphDef model) {
    return new RestoredVariables(model).completed();
  }

  /**
   * Checks that every variable that outputs are computed from has a value.
   *
   * @throws MobileSparkException naming the first that has none
   */
  static void require(MetaGraphDef model, List<String> outputs) {
    Set<String> restored = new RestoredVariables(model).restored();
    for (String variable : new SignatureGraph(model).variables(outputs)) {
      if (!restored.contains(variable)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "loading it leaves the variable '%s' without a value: save the model by"
                    + " model.export(\"folder\") or as .keras",
                variable));
      }
    }
  }

  private Optional<MetaGraphDef> completed() {
    NodeDef restore = nodes.get(model.getSaverDef().getRestoreOpName());
    if (restore == null) {
      return Optional.empty();
    }
    Set<String> restored = restored();
    Map<String, String> originals = new HashMap<>();
    for (NodeDef node : nodes.values()) {
      if (node.getOp().equals(ASSIGN) && node.getInputCount() > 1) {
        String copy = name(node.getInput(0));
        original(node.getInput(1))
            .filter(of -> !restored.contains(of))
            .ifPresent(of -> originals.put(copy, of));
      }
    }
    NodeDef.Builder complete = restore.toBuilder();
    for (int i = 0; i < restore.getInputCount(); i++) {
      String original = originals.get(restore.getInput(i));
      if (original != null) {
        complete.setInput(i, original);
      }
    }
    NodeDef changed = complete.build();
    return changed.equals(restore) ? Optional.empty() : Optional.of(with(changed));
  }

  private MetaGraphDef with(NodeDef changed) {
    MetaGraphDef.Builder builder = model.toBuilder();
    GraphDef.Builder graph = builder.getGraphDefBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (graph.getNode(i).getName().equals(changed.getName())) {
        graph.setNode(i, changed);
      }
    }
    return builder.build();
  }

  /** The variable whose value a tensor is. */
  private Optional<String> original(String tensor) {
    return Optional.ofNullable(nodes.get(name(tensor)))
        .filter(read -> read.getOp().equals(READ) && read.getInputCount() > 0)
        .map(read -> nodes.get(name(read.getInput(0))))
        .filter(variable -> variable.getOp().equals(HANDLE))
        .map(NodeDef::getName);
  }

  /** Variables that loading gives values. */
  private Set<String> restored() {
    Set<String> open = new LinkedHashSet<>(Set.of(model.getSaverDef().getRestoreOpName()));
    OperationCheck.initialisers(model).forEach(open::add);
    return reached(open);
  }

  private Set<String> reached(Collection<String> tensors) {
    Set<String> reached = new LinkedHashSet<>();
    ArrayDeque<String> open = new ArrayDeque<>(tensors);
    while (!open.isEmpty()) {
      NodeDef node = nodes.get(name(open.pop()));
      if (node != null && reached.add(node.getName())) {
        open.addAll(node.getInputList());
      }
    }
    return reached;
  }

  private static String name(String tensor) {
    return OperationCheck.nodeName(tensor);
  }
}
