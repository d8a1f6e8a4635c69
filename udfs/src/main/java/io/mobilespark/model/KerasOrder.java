// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which Keras counts the layers of a Functional model, and so names the groups of
 * their weights: those that are furthest from the output first, of those as far as each other the
 * one first that a walk back from the output comes to first.
 *
 * @param inputs names of the layers that each reads
 */
record KerasOrder(Map<String, List<String>> inputs) {

  /** The layers that an output is computed from, itself the last. */
  List<String> of(String output) {
    Map<String, Integer> visited = new HashMap<>();
    List<String> order = walked(output, visited);
    Map<String, Integer> depths = new HashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      int depth = depths.getOrDefault(order.get(i), 0);
      depths.put(order.get(i), depth);
      inputs
          .getOrDefault(order.get(i), List.of())
          .forEach(input -> depths.merge(input, depth + 1, Math::max));
    }
    return order.stream()
        .sorted(
            Comparator.comparing((String layer) -> depths.getOrDefault(layer, 0))
                .reversed()
                .thenComparing(layer -> visited.getOrDefault(layer, 0)))
        .toList();
  }

  /** Each behind those that it reads; and the order in which they are come to. */
  private List<String> walked(String output, Map<String, Integer> visited) {
    List<String> finished = new ArrayList<>();
    Set<String> done = new HashSet<>();
    Deque<String> path = new ArrayDeque<>(List.of(output));
    while (!path.isEmpty()) {
      String layer = path.getLast();
      visited.putIfAbsent(layer, visited.size());
      String next =
          inputs.getOrDefault(layer, List.of()).stream()
              .filter(input -> !done.contains(input))
              .findFirst()
              .orElse("");
      if (next.isEmpty()) {
        path.removeLast();
        if (done.add(layer)) {
          finished.add(layer);
        }
      } else {
        path.addLast(next);
      }
    }
    return finished;
  }
}
