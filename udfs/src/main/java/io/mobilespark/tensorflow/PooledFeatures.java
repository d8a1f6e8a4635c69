// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.tensorflow.SignatureGraph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.TensorProto;

/**
 * Finds the pooled features of a classifier's graph among the values that all of its scores go
 * through, which a branch is not: what pools the map behind the last block, unless convolutions of
 * the pooled map follow; what the first dense layer reads, where nothing pools.
 *
 * @param graph of the signature
 * @param placeholder name of the pictures' node
 */
record PooledFeatures(SignatureGraph graph, String placeholder) {
  private static final Set<String> REDUCTIONS = Set.of("Mean", "Max");
  private static final Set<String> POOLINGS = Set.of("AvgPool", "MaxPool");
  private static final Set<List<Integer>> SPACE = Set.of(List.of(1, 2), List.of(2, 3));

  /** The features behind scores; empty where the graph does not show any. */
  Optional<Value> of(String scores) {
    Optional<Value> output = graph.value(scores);
    if (output.isEmpty()) {
      return Optional.empty();
    }
    List<Value> convolutions = new ArrayList<>();
    Optional<Value> dense = Optional.empty();
    for (Value value : passages(output.get())) {
      String operation = value.node().getOp();
      if (pools(value)) {
        // A network whose own top convolves the pooled map has its features behind that.
        return convolutions.size() > 1 ? input(convolutions.get(0)) : Optional.of(value);
      }
      if (operation.equals("MatMul")) {
        dense = Optional.of(value);
      } else if (operation.equals("Conv2D")) {
        convolutions.add(value);
        if (dense.isPresent()) {
          // The last of the network itself: what follows is flattened.
          return input(dense.get());
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Value> input(Value value) {
    return graph.input(value, 0);
  }

  private boolean pools(Value value) {
    String operation = value.node().getOp();
    if (POOLINGS.contains(operation)) {
      return true;
    }
    return REDUCTIONS.contains(operation)
        && graph
            .input(value, 1)
            .filter(axes -> axes.node().getOp().equals("Const"))
            .filter(axes -> SPACE.contains(integers(axes)))
            .isPresent();
  }

  private static List<Integer> integers(Value constant) {
    TensorProto tensor =
        constant.node().getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
    if (tensor.getIntValCount() > 0) {
      return tensor.getIntValList().stream().sorted().toList();
    }
    byte[] bytes = tensor.getTensorContent().toByteArray();
    List<Integer> values = new ArrayList<>();
    for (int i = 0;
        i + Integer.BYTES <= bytes.length && i < 4 * Integer.BYTES;
        i += Integer.BYTES) {
      values.add(
          (bytes[i] & 255)
              | (bytes[i + 1] & 255) << 8
              | (bytes[i + 2] & 255) << 16
              | bytes[i + 3] << 24);
    }
    Collections.sort(values);
    return values;
  }

  /** What every path from the pictures to an output goes through, the output first. */
  private List<Value> passages(Value output) {
    Map<List<Object>, Value> seen = new HashMap<>();
    List<Value> order = ordered(output, seen);
    Set<List<Object>> fed = new HashSet<>();
    for (Value value : order) {
      boolean pictures =
          value.scope().function() == null && value.node().getName().equals(placeholder);
      if (pictures || inputs(value).stream().anyMatch(each -> fed.contains(key(each)))) {
        fed.add(key(value));
      }
    }
    List<Value> passages = new ArrayList<>();
    Set<List<Object>> open = new HashSet<>(Set.of(key(output)));
    for (int i = order.size() - 1; i >= 0; i--) {
      Value value = order.get(i);
      if (!open.remove(key(value))) {
        continue;
      }
      if (open.isEmpty()) {
        passages.add(value);
      }
      inputs(value).stream().map(PooledFeatures::key).filter(fed::contains).forEach(open::add);
    }
    return passages;
  }

  /** All that an output is computed from, what is read before what reads it. */
  private List<Value> ordered(Value output, Map<List<Object>, Value> seen) {
    List<Value> order = new ArrayList<>();
    Deque<Value> path = new ArrayDeque<>(List.of(output));
    Map<List<Object>, Integer> next = new HashMap<>();
    seen.put(key(output), output);
    while (!path.isEmpty() && seen.size() < SignatureGraph.MOST_VALUES) {
      Value value = path.getLast();
      List<Value> inputs = inputs(value);
      OptionalInt unseen = OptionalInt.empty();
      for (int i = next.getOrDefault(key(value), 0); i < inputs.size(); i++) {
        next.put(key(value), i + 1);
        if (seen.putIfAbsent(key(inputs.get(i)), inputs.get(i)) == null) {
          unseen = OptionalInt.of(i);
          break;
        }
      }
      if (unseen.isPresent()) {
        path.addLast(inputs.get(unseen.getAsInt()));
      } else {
        order.add(path.removeLast());
      }
    }
    return order;
  }

  private List<Value> inputs(Value value) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < SignatureGraph.data(value.node()).size(); i++) {
      graph.input(value, i).ifPresent(inputs::add);
    }
    return inputs;
  }

  private static List<Object> key(Value value) {
    return List.of(value.scope(), value.node().getName());
  }
}
