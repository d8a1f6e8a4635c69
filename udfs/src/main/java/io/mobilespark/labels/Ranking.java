// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.RandomAccess;

/** Ranked classes in two flat arrays, so that ranking a picture allocates nothing per class. */
final class Ranking extends AbstractList<RankedClass> implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] indices;
  private final float[] probabilities;

  /** Takes both arrays as its own. */
  Ranking(int[] indices, float[] probabilities) {
    this.indices = indices;
    this.probabilities = probabilities;
  }

  @Override
  public RankedClass get(int rank) {
    return new RankedClass(indices[rank], probabilities[rank]);
  }

  @Override
  public int size() {
    return indices.length;
  }
}
