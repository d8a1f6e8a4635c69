// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Pairwise;
import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/** Two tensors to one, sides of 1 broadcast. */
final class Merging {
  private Merging() {}

  static Value of(LayerSite site, Pairwise pairwise, Value left, Value right) {
    TensorShape a = left.shape();
    TensorShape b = right.shape();
    List<Integer> sides = new ArrayList<>();
    for (int i = 0; i < a.rank() && a.rank() == b.rank(); i++) {
      int one = a.sides().get(i);
      int other = b.sides().get(i);
      if (one != other && one != 1 && other != 1) {
        throw site.refused("merges " + a + " and " + b);
      }
      sides.add(Math.max(one, other));
    }
    if (a.rank() != b.rank()) {
      throw site.refused("merges " + a + " and " + b);
    }
    return site.add(new Operation.Binary(pairwise), new TensorShape(sides), left, right);
  }
}
