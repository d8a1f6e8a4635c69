// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of Keras 3's {@code .weights.h5}: a group a layer, named by its class and counted,
 * with its tensors by number in {@code vars}. It tells the order of layers of one class and no
 * other, so a network has to say it.
 *
 * @param layers the group of all layers
 */
record KerasTree(Group layers) {
  private static final String LAYERS = "layers";
  private static final String TENSORS = "vars";
  private static final List<String> MODELS = List.of("functional", "sequential", "model");
  private static final Map<String, List<String>> WEIGHTS =
      Map.of(
          "conv2d", List.of("kernel", "bias"),
          "depthwise_conv2d", List.of("depthwise_kernel", "bias"),
          "batch_normalization", List.of("gamma", "beta", "moving_mean", "moving_variance"),
          "dense", List.of("kernel", "bias"));

  static Optional<KerasTree> of(Group root) {
    if (!(root.getChildren().get(LAYERS) instanceof Group group)) {
      return Optional.empty();
    }
    if (MODELS.stream().anyMatch(group.getChildren()::containsKey)) {
      throw new KerasFileException(
          "these are weights of a model around a network; --architecture says which, with a file of"
              + " Keras's to_json");
    }
    return group.getChildren().containsKey("conv2d")
        ? Optional.of(new KerasTree(group))
        : Optional.empty();
  }

  /** The layers that have weights, in a network's order; behind them those that it lacks. */
  List<StoredLayer> ordered(Network network) {
    Map<String, Integer> counters = new HashMap<>();
    List<StoredLayer> ordered = new ArrayList<>();
    for (List<WeightSpec> wanted : WeightFit.byLayer(network.weights())) {
      String kind = kind(wanted.get(0));
      Optional<StoredLayer> found = layer(kind, counters.merge(kind, 1, Integer::sum) - 1);
      if (found.isEmpty()) {
        return ordered;
      }
      ordered.add(found.get());
    }
    WEIGHTS
        .keySet()
        .forEach(kind -> layer(kind, counters.getOrDefault(kind, 0)).ifPresent(ordered::add));
    return ordered;
  }

  /** The classifier: of the layers of a kind that can be one, the last one, if it has a bias. */
  Optional<StoredLayer> classifier() {
    String kind = layers.getChildren().containsKey("dense") ? "dense" : "conv2d";
    Optional<StoredLayer> last = Optional.empty();
    Optional<StoredLayer> next = layer(kind, 0);
    for (int count = 1; next.isPresent(); count++) {
      last = next;
      next = layer(kind, count);
    }
    return last.filter(layer -> layer.tensors().size() == 2);
  }

  private Optional<StoredLayer> layer(String kind, int count) {
    String name = count == 0 ? kind : kind + "_" + count;
    if (!(layers.getChildren().get(name) instanceof Group group)
        || !(group.getChildren().get(TENSORS) instanceof Group tensors)) {
      return Optional.empty();
    }
    List<StoredTensor> found = new ArrayList<>();
    List<String> names = WEIGHTS.getOrDefault(kind, List.of());
    for (int i = 0; tensors.getChildren().get(String.valueOf(i)) instanceof Dataset dataset; i++) {
      String weight = i < names.size() ? names.get(i) : String.valueOf(i);
      found.add(new StoredTensor(name + "/" + weight, dataset));
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(new StoredLayer(name, found));
  }

  private static String kind(WeightSpec first) {
    return switch (first.name()) {
      case "depthwise_kernel" -> "depthwise_conv2d";
      case "gamma" -> "batch_normalization";
      default -> first.shape().size() == 4 ? "conv2d" : "dense";
    };
  }
}
