// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pairs the layers of a file with those of a network, in order and never by name, as Keras does,
 * and checks the kind and shape of each tensor before its values are read.
 */
final class WeightFit {
  private static final String DEPTHWISE = "depthwise_kernel";

  private WeightFit() {}

  /**
   * The values by {@link WeightSpec#path}. What a file with top has beyond a network without one is
   * checked and left out.
   */
  static Map<String, float[]> read(Network network, List<StoredLayer> stored) {
    Network whole = withTopOfFile(network, stored);
    List<List<WeightSpec>> wanted = byLayer(whole.weights());
    Map<String, float[]> values = new LinkedHashMap<>();
    try {
      for (int i = 0; i < wanted.size(); i++) {
        if (i >= stored.size()) {
          throw new KerasFileException(
              String.format(
                  Locale.ROOT,
                  "tensor %s %s is missing: the file ends after %d layers with weights, wanted %d",
                  wanted.get(i).get(0).path(),
                  wanted.get(i).get(0).shape(),
                  stored.size(),
                  wanted.size()));
        }
        checkLayer(wanted.get(i), stored.get(i));
      }
      if (stored.size() > wanted.size()) {
        StoredTensor surplus = stored.get(wanted.size()).tensors().get(0);
        throw new KerasFileException(
            String.format(
                Locale.ROOT,
                "tensor %s %s is surplus: the file has %d layers with weights, wanted %d",
                surplus.path(),
                surplus.shape(),
                stored.size(),
                wanted.size()));
      }
    } catch (KerasFileException e) {
      throw new KerasFileException(
          String.format(
              Locale.ROOT,
              "do not fit %s: %s%s",
              name(network),
              e.getMessage(),
              WeightGuess.clause(stored)
                  .orElse("; weights of another architecture want --architecture")));
    }
    int needed = byLayer(network.weights()).size();
    for (int i = 0; i < needed; i++) {
      for (int j = 0; j < wanted.get(i).size(); j++) {
        values.put(wanted.get(i).get(j).path(), values(stored.get(i).tensors().get(j)));
      }
    }
    return values;
  }

  private static String name(Network network) {
    String top = network.head() == Head.FEATURES ? "no top" : network.spec().classes() + " classes";
    return String.format(
        Locale.ROOT, "%s alpha %s (%s)", network.spec().name(), network.spec().alpha(), top);
  }

  private static Network withTopOfFile(Network network, List<StoredLayer> stored) {
    if (network.head() == Head.CLASSIFIER || stored.size() <= byLayer(network.weights()).size()) {
      return network;
    }
    Network whole =
        Network.of(network.spec().withClasses(WeightGuess.classes(stored)), Head.CLASSIFIER);
    return byLayer(whole.weights()).size() == stored.size() ? whole : network;
  }

  private static void checkLayer(List<WeightSpec> wanted, StoredLayer layer) {
    for (int i = 0; i < wanted.size(); i++) {
      WeightSpec weight = wanted.get(i);
      if (i >= layer.tensors().size()) {
        throw new KerasFileException(
            String.format(
                Locale.ROOT,
                "tensor %s %s is missing in layer %s of the file",
                weight.path(),
                weight.shape(),
                layer.name()));
      }
      StoredTensor tensor = layer.tensors().get(i);
      boolean kindFits =
          tensor.kind().equals(weight.name())
              // Keras 3 calls it a kernel.
              || (weight.name().equals(DEPTHWISE) && tensor.kind().equals("kernel"));
      if (!kindFits || !tensor.shape().equals(weight.shape())) {
        throw new KerasFileException(
            String.format(
                Locale.ROOT,
                "tensor %s has shape %s, wanted %s %s",
                tensor.path(),
                tensor.shape(),
                weight.path(),
                weight.shape()));
      }
    }
    if (layer.tensors().size() > wanted.size()) {
      StoredTensor surplus = layer.tensors().get(wanted.size());
      throw new KerasFileException(
          String.format(
              Locale.ROOT,
              "tensor %s %s is surplus, wanted only %s",
              surplus.path(),
              surplus.shape(),
              wanted.stream().map(WeightSpec::path).toList()));
    }
  }

  private static float[] values(StoredTensor tensor) {
    float[] values = tensor.values();
    boolean variance = tensor.kind().equals("moving_variance");
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new KerasFileException(
            String.format(
                Locale.ROOT, "tensor %s holds %s, wanted finite numbers", tensor.path(), value));
      }
      if (variance && value < 0) {
        throw new KerasFileException(
            String.format(
                Locale.ROOT,
                "tensor %s holds %s, wanted variances of 0 and above",
                tensor.path(),
                value));
      }
    }
    return values;
  }

  /** Tensors of the same layer, which lie side by side. */
  static List<List<WeightSpec>> byLayer(List<WeightSpec> weights) {
    Map<String, List<WeightSpec>> layers = new LinkedHashMap<>();
    weights.forEach(
        weight -> layers.computeIfAbsent(weight.layer(), name -> new ArrayList<>()).add(weight));
    return List.copyOf(layers.values());
  }
}
