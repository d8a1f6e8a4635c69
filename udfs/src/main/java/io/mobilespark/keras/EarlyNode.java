// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Tracer.Traced;
import io.mobilespark.model.EarlyLayers;
import java.util.List;
import java.util.OptionalInt;

/** Where a trace is best parted, by the same measure as {@link EarlyLayers}. */
final class EarlyNode {
  private EarlyNode() {}

  /**
   * The last node to be computed picture by picture, whose map is small and all that the nodes
   * behind it read.
   *
   * @param until number of the first node that is no part of the trunk's maps
   * @return its number; none where no map is large, or the last ones are
   */
  static OptionalInt last(Traced traced, int until) {
    List<TracedNode> nodes = traced.nodes();
    int lastLarge = -1;
    for (int i = 1; i < nodes.size(); i++) {
      lastLarge = bytes(nodes.get(i)) > EarlyLayers.LARGE_BYTES ? i : lastLarge;
    }
    if (lastLarge < 0) {
      return OptionalInt.empty();
    }
    int[] reach = reach(traced);
    int alive = 0;
    int best = -1;
    for (int i = 0; i < until; i++) {
      boolean alone = alive <= i;
      alive = Math.max(alive, reach[i]);
      if (i <= lastLarge || !alone || !nodes.get(i).shape().isMap()) {
        continue;
      }
      if (best >= 0 && bytes(nodes.get(i)) >= bytes(nodes.get(best))) {
        break;
      }
      best = i;
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /** The last node that reads each. */
  private static int[] reach(Traced traced) {
    int[] reach = new int[traced.nodes().size()];
    for (int i = 0; i < reach.length; i++) {
      for (int input : traced.nodes().get(i).inputs()) {
        reach[input] = i;
      }
    }
    reach[traced.output()] = reach.length;
    return reach;
  }

  private static long bytes(TracedNode node) {
    return (long) Float.BYTES * node.shape().size();
  }
}
