// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Says whose weights a file holds, by its shapes, for the line that refuses it. */
final class WeightGuess {
  /** Widths that are published, and a few that people train. */
  private static final double[] ALPHAS = {1.0, 0.75, 0.5, 0.25, 0.35, 1.3, 1.4, 1.25};

  private WeightGuess() {}

  /** {@code "; these are the weights of …"}; none where no known network fits. */
  static Optional<String> clause(List<StoredLayer> stored) {
    return network(stored)
        .map(
            network ->
                String.format(
                    Locale.ROOT,
                    "; these are the weights of %s alpha %s (%s)",
                    network.spec().name(),
                    network.spec().alpha(),
                    network.head() == Head.FEATURES
                        ? "no top"
                        : network.spec().classes() + " classes"));
  }

  /** Length of the last tensor: the classes, where the file has a top. */
  static int classes(List<StoredLayer> stored) {
    List<StoredTensor> last = stored.get(stored.size() - 1).tensors();
    List<Integer> shape = last.get(last.size() - 1).shape();
    return shape.isEmpty() ? 1 : Math.max(1, shape.get(shape.size() - 1));
  }

  private static Optional<Network> network(List<StoredLayer> stored) {
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    List<List<Integer>> shapes =
        stored.stream()
            .flatMap(layer -> layer.tensors().stream())
            .map(StoredTensor::shape)
            .toList();
    return ModelName.known().stream()
        .map(ModelName::parse)
        .flatMap(name -> candidates(name, classes(stored)))
        .filter(candidate -> shapes(candidate).equals(shapes))
        .findFirst();
  }

  private static Stream<Network> candidates(ModelName name, int classes) {
    return DoubleStream.of(ALPHAS)
        .mapToObj(alpha -> ModelSpec.imagenet(name, alpha, 224).withClasses(classes))
        .flatMap(
            spec -> Stream.of(Network.of(spec, Head.CLASSIFIER), Network.of(spec, Head.FEATURES)));
  }

  private static List<List<Integer>> shapes(Network network) {
    return network.weights().stream().map(WeightSpec::shape).toList();
  }
}
