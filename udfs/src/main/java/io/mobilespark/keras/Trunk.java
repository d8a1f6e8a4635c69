// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Convolution;
import io.mobilespark.keras.Operation.Global;
import io.mobilespark.keras.Tracer.Traced;
import io.mobilespark.model.DepthwiseConvolution;
import io.mobilespark.model.Head;
import io.mobilespark.model.Layer;
import io.mobilespark.model.LowLayers;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.model.Residual;
import io.mobilespark.model.SqueezeExcitation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The MobileNet inside a model, found by its convolutions: kernels, strides and channels, in order.
 * One that was cut off somewhere counts too.
 *
 * @param spec of it for the model's input
 * @param last number of its last convolution's node
 * @param features number of the node that gives its features, pooled
 * @param low number of the first node that may compute in 16 bits; none where too little is there
 */
record Trunk(ModelSpec spec, int last, int features, Optional<Integer> low) {
  /** Fewer convolutions than these are in many networks. */
  private static final int LEAST = 8;

  private static final List<Double> ALPHAS =
      Stream.of(
              Stream.of(1.0, 0.75, 0.5, 0.25, 0.35, 1.3, 1.4),
              IntStream.rangeClosed(1, 128).mapToObj(parts -> parts / 32.0),
              IntStream.rangeClosed(1, 400).mapToObj(hundredths -> hundredths / 100.0))
          .flatMap(each -> each)
          .distinct()
          .toList();

  /** Looked at where none of the others fits as a whole. */
  private static final List<Double> FINER =
      IntStream.rangeClosed(1, 4000).mapToObj(thousandths -> thousandths / 1000.0).toList();

  /** A convolution as the families' definitions and traces both show it. */
  private record Signature(boolean depthwise, List<Integer> sizes) {}

  static Optional<Trunk> of(Traced traced, int classes) {
    List<Integer> convolutions = new ArrayList<>();
    List<Signature> found = new ArrayList<>();
    for (int i : branchByBranch(traced)) {
      if (traced.nodes().get(i).operation() instanceof Convolution convolution) {
        convolutions.add(i);
        found.add(signature(convolution));
      }
    }
    TensorShape input = traced.nodes().get(0).shape();
    Optional<Match> usual = match(found, candidates(ALPHAS, input, classes, found));
    boolean whole = usual.isPresent() && usual.get().whole();
    return (whole ? usual : match(found, candidates(FINER, input, classes, found)).or(() -> usual))
        .map(
            match ->
                trunk(
                    traced,
                    match.candidate,
                    convolutions.subList(match.start, match.start + match.length)));
  }

  /** All nodes that the output is computed from, those of a branch in a row. */
  private static List<Integer> branchByBranch(Traced traced) {
    List<Integer> order = new ArrayList<>();
    Set<Integer> done = new HashSet<>();
    Deque<Integer> path = new ArrayDeque<>(List.of(traced.output()));
    while (!path.isEmpty()) {
      int node = path.getLast();
      OptionalInt next =
          traced.nodes().get(node).inputs().stream()
              .filter(input -> !done.contains(input))
              .mapToInt(input -> input)
              .findFirst();
      if (next.isPresent()) {
        path.addLast(next.getAsInt());
      } else {
        path.removeLast();
        if (done.add(node)) {
          order.add(node);
        }
      }
    }
    return order;
  }

  private record Match(Candidate candidate, int start, int length) {
    boolean whole() {
      return length == candidate.convolutions.size();
    }
  }

  /** The longest of those that begin first; of those that fit as far, the first. */
  private static Optional<Match> match(List<Signature> found, List<Candidate> candidates) {
    for (int start = 0; start + LEAST <= found.size(); start++) {
      List<Signature> rest = found.subList(start, found.size());
      Optional<Candidate> best = Optional.empty();
      int length = LEAST - 1;
      for (Candidate candidate : candidates) {
        int common = candidate.common(rest);
        if (common > length) {
          best = Optional.of(candidate);
          length = common;
        }
      }
      if (best.isPresent()) {
        return Optional.of(new Match(best.get(), start, length));
      }
    }
    return Optional.empty();
  }

  private record Candidate(Network network, List<Named> convolutions) {
    boolean isIn(List<Signature> found) {
      for (int start = 0; start + LEAST <= found.size(); start++) {
        if (common(found.subList(start, found.size())) >= LEAST) {
          return true;
        }
      }
      return false;
    }

    int common(List<Signature> found) {
      int length = 0;
      while (length < Math.min(found.size(), convolutions.size())
          && found.get(length).equals(convolutions.get(length).signature)) {
        length++;
      }
      return length;
    }
  }

  /** Those of which enough is found somewhere: all others would fill the memory. */
  private static List<Candidate> candidates(
      List<Double> alphas, TensorShape input, int classes, List<Signature> found) {
    List<Candidate> candidates = new ArrayList<>();
    for (ModelName name : ModelName.known().stream().map(ModelName::parse).toList()) {
      for (double alpha : alphas) {
        ModelSpec spec =
            new ModelSpec(
                name.family(), alpha, input.height(), input.width(), classes, name.minimalistic());
        network(spec)
            .map(network -> new Candidate(network, signatures(network)))
            .filter(candidate -> candidate.isIn(found))
            .ifPresent(candidates::add);
      }
    }
    return candidates;
  }

  /** Some widths leave layers without channels. */
  private static Optional<Network> network(ModelSpec spec) {
    return spec.alpha() * 32 < 1 ? Optional.empty() : Optional.of(Network.of(spec, Head.FEATURES));
  }

  private static Trunk trunk(Traced traced, Candidate match, List<Integer> nodes) {
    int last = nodes.get(nodes.size() - 1);
    String from = LowLayers.of(match.network).from();
    Optional<Integer> low = Optional.empty();
    for (int i = 0; i < nodes.size(); i++) {
      if (match.convolutions.get(i).layer.equals(from)) {
        low = Optional.of(nodes.get(i));
      }
    }
    return new Trunk(match.network.spec(), last, features(traced, last), low);
  }

  /**
   * The first pooled values behind the last convolution; of a model that pools none, its output.
   */
  private static int features(Traced traced, int last) {
    Set<Integer> behind = new HashSet<>(Set.of(last));
    for (int i = last + 1; i < traced.nodes().size(); i++) {
      TracedNode node = traced.nodes().get(i);
      boolean vector = node.shape().size() == node.shape().channels();
      if (node.inputs().stream().anyMatch(behind::contains)) {
        behind.add(i);
        if (node.operation() instanceof Global || vector) {
          return i;
        }
      }
    }
    return traced.output();
  }

  private static Signature signature(Convolution convolution) {
    List<Integer> shape = convolution.shape();
    return new Signature(
        convolution.depthwise(),
        List.of(shape.get(0), convolution.window().strides().get(0), convolution.outputs()));
  }

  private record Named(String layer, Signature signature) {}

  private static List<Named> signatures(Network network) {
    List<Named> names = new ArrayList<>();
    network.layers().forEach(layer -> collect(layer, names));
    return names;
  }

  private static void collect(Layer layer, List<Named> names) {
    if (layer instanceof Residual residual) {
      residual.body().forEach(step -> collect(step, names));
    } else if (layer instanceof io.mobilespark.model.Convolution convolution) {
      names.add(
          named(layer, false, convolution.kernel(), convolution.stride(), convolution.filters()));
    } else if (layer instanceof DepthwiseConvolution depthwise) {
      names.add(named(layer, true, depthwise.kernel(), depthwise.stride(), depthwise.channels()));
    } else if (layer instanceof SqueezeExcitation excitation) {
      names.add(named(layer, false, 1, 1, excitation.squeezed()));
      names.add(named(layer, false, 1, 1, excitation.channels()));
    }
  }

  private static Named named(Layer layer, boolean depthwise, int kernel, int stride, int channels) {
    return new Named(layer.name(), new Signature(depthwise, List.of(kernel, stride, channels)));
  }
}
