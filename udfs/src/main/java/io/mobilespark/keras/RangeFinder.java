// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Affine;
import io.mobilespark.keras.Operation.Convolution;
import io.mobilespark.keras.Operation.Crop;
import io.mobilespark.keras.Operation.Pad;
import io.mobilespark.keras.Operation.Resize;
import io.mobilespark.keras.Operation.Reverse;
import io.mobilespark.keras.Tracer.Traced;
import io.mobilespark.tensorflow.AffineMap;
import io.mobilespark.tensorflow.InputRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a model wants pixels to be by what it does to them before its first convolutions: an
 * affine map whose values then span about as much as -1 to 1 does.
 */
final class RangeFinder {
  private static final double EXACT = 1e-6;
  private static final double LEAST_SPAN = 0.4;
  private static final double MOST_SPAN = 10;

  private final Traced traced;
  private final Set<InputRange> found = EnumSet.noneOf(InputRange.class);
  private boolean unknown;

  private RangeFinder(Traced traced) {
    this.traced = traced;
  }

  /** The range; none where the map tells none, or several. */
  static Optional<InputRange> range(Traced traced) {
    RangeFinder finder = new RangeFinder(traced);
    finder.follow(0, Affine.of(1, 0));
    return finder.unknown || finder.found.size() != 1
        ? Optional.empty()
        : Optional.of(finder.found.iterator().next());
  }

  private void follow(int start, Affine before) {
    List<Reached> open = new ArrayList<>(List.of(new Reached(start, before)));
    while (!open.isEmpty()) {
      Reached reached = open.remove(open.size() - 1);
      for (int i = reached.node + 1; i < traced.nodes().size(); i++) {
        TracedNode node = traced.nodes().get(i);
        if (!node.inputs().contains(reached.node)) {
          continue;
        }
        Operation operation = node.operation();
        if (operation instanceof Affine affine) {
          open.add(new Reached(i, Simplified.composed(reached.map, affine)));
        } else if (operation instanceof Pad
            || operation instanceof Crop
            || operation instanceof Reverse
            || operation instanceof Resize) {
          open.add(new Reached(i, reached.map));
        } else if (operation instanceof Convolution) {
          judge(reached.map);
        } else {
          unknown = true;
        }
      }
    }
  }

  /** A node with what happened to pixels up to it. */
  private record Reached(int node, Affine map) {}

  private void judge(Affine map) {
    double scale = Arrays.stream(map.scale()).average().orElseThrow();
    double offset = Arrays.stream(map.offset()).average().orElseThrow();
    double white = InputRange.PIXELS.white();
    Optional<InputRange> range = new AffineMap(scale, offset).range();
    if (range.isPresent()) {
      found.add(range.get());
    } else if (within(scale * white)) {
      found.add(InputRange.PIXELS);
    } else if (Math.abs(scale - 1) < EXACT && offset < -white / 4) {
      // The mean of all pictures subtracted from pixels.
      found.add(InputRange.PIXELS);
    } else {
      unknown = true;
    }
  }

  private static boolean within(double span) {
    return span >= LEAST_SPAN && span <= MOST_SPAN;
  }
}
