// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.tensorflow.SignatureGraph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Steps before a first convolution that change pictures by chance. Keras 3 exports layers such as
 * {@code RandomFlip} as they act in training; in inference they do nothing. A step is one whose
 * input that carries the picture meets another that depends on random numbers: whoever reads it
 * reads the picture as it was before.
 */
final class AugmentationSteps {
  private final SignatureGraph graph;
  private final String placeholder;

  /** What is read in place of a node, by the function that it stands in, or by "" for the graph. */
  private final Map<String, Map<String, String>> instead = new HashMap<>();

  private AugmentationSteps(SignatureGraph graph, String input) {
    this.graph = graph;
    this.placeholder = SignatureGraph.nodeName(input);
  }

  /**
   * The model without them.
   *
   * @param output the tensor that is asked for
   * @param input the tensor that takes pictures
   * @return empty where there are none
   */
  static Optional<MetaGraphDef> removed(MetaGraphDef model, String output, String input) {
    SignatureGraph graph = new SignatureGraph(model);
    AugmentationSteps steps = new AugmentationSteps(graph, input);
    for (Value convolution : graph.firstConvolutions(output, input)) {
      graph.input(convolution, 0).ifPresent(steps::find);
    }
    return steps.instead.isEmpty() ? Optional.empty() : Optional.of(steps.applied(model));
  }

  private void find(Value from) {
    for (Value value : ancestors(from).values()) {
      List<Integer> pictures = new ArrayList<>();
      boolean random = false;
      for (int i = 0; i < SignatureGraph.data(value.node()).size(); i++) {
        Optional<Value> input = graph.input(value, i);
        if (input.isPresent() && carriesPicture(input.get())) {
          pictures.add(i);
        } else {
          random |= input.isPresent() && isRandom(input.get());
        }
      }
      if (random && !pictures.isEmpty()) {
        // Of a flip's two, the one that is not turned.
        int before =
            pictures.stream()
                .min(
                    Comparator.comparingInt(
                        i -> ancestors(graph.input(value, i).orElseThrow()).size()))
                .orElseThrow();
        instead
            .computeIfAbsent(functionName(value), name -> new HashMap<>())
            .put(value.node().getName(), SignatureGraph.data(value.node()).get(before));
      }
    }
  }

  private boolean carriesPicture(Value value) {
    return ancestors(value).values().stream()
        .anyMatch(
            each -> each.scope().function() == null && each.node().getName().equals(placeholder));
  }

  private boolean isRandom(Value value) {
    return ancestors(value).values().stream()
        .anyMatch(each -> AllowedOperations.drawsRandomly(each.node().getOp()));
  }

  /** What a value is computed from, itself included; sizes of pictures are no pictures. */
  private Map<List<Object>, Value> ancestors(Value of) {
    Map<List<Object>, Value> found = new LinkedHashMap<>();
    ArrayDeque<Value> open = new ArrayDeque<>(List.of(of));
    while (!open.isEmpty() && found.size() < SignatureGraph.MOST_VALUES) {
      Value value = open.pop();
      boolean added =
          found.putIfAbsent(List.of(value.scope(), value.node().getName()), value) == null;
      if (added && !AllowedOperations.givesSizes(value.node().getOp())) {
        for (int i = 0; i < SignatureGraph.data(value.node()).size(); i++) {
          graph.input(value, i).ifPresent(open::add);
        }
      }
    }
    return found;
  }

  private static String functionName(Value value) {
    FunctionDef function = value.scope().function();
    return function == null ? "" : function.getSignature().getName();
  }

  private MetaGraphDef applied(MetaGraphDef model) {
    MetaGraphDef.Builder changed = model.toBuilder();
    GraphDef.Builder nodes = changed.getGraphDefBuilder();
    Map<String, String> ofGraph = instead.getOrDefault("", Map.of());
    for (int i = 0; i < nodes.getNodeCount(); i++) {
      nodes.setNode(i, reading(nodes.getNode(i), ofGraph));
    }
    for (FunctionDef.Builder function : nodes.getLibraryBuilder().getFunctionBuilderList()) {
      Map<String, String> ofFunction = instead.get(function.getSignature().getName());
      if (ofFunction != null) {
        for (int i = 0; i < function.getNodeDefCount(); i++) {
          function.setNodeDef(i, reading(function.getNodeDef(i), ofFunction));
        }
        Map<String, String> results = new HashMap<>();
        function.getRetMap().forEach((name, of) -> results.put(name, before(of, ofFunction)));
        function.putAllRet(results);
      }
    }
    return changed.build();
  }

  private static NodeDef reading(NodeDef node, Map<String, String> instead) {
    NodeDef.Builder reading = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      String input = node.getInput(i);
      if (!input.startsWith("^")) {
        reading.setInput(i, before(input, instead));
      }
    }
    return reading.build();
  }

  /** Through all steps that follow one another. */
  private static String before(String tensor, Map<String, String> instead) {
    String before = tensor;
    for (int steps = 0; steps <= instead.size(); steps++) {
      String earlier = instead.get(SignatureGraph.nodeName(before));
      if (earlier == null) {
        return before;
      }
      before = earlier;
    }
    return tensor;
  }
}
