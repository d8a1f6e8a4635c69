// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Ranks the classes of a picture by its float32 logits; of equal logits the lower index comes
 * first. Logits and not probabilities, because softmax rounds different logits to the same
 * probability. Every output is a class, the background of 1,001 outputs too.
 *
 * @param k how many classes to keep, at least 1; more than there are means all of them
 */
public record TopK(int k) implements Serializable {
  /** Checks k. */
  public TopK {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1: " + k);
    }
  }

  /**
   * The best classes of one picture of a batch, best first.
   *
   * @param logits of the batch, picture after picture; infinities rank as numbers do
   * @param probabilities softmax of the logits, at the same places
   * @param offset where the picture's first logit stands
   * @param count number of classes
   * @return {@code min(k, count)} classes, unmodifiable
   * @throws MobileSparkException when a logit or the probability of a ranked class is no number:
   *     such a model is broken; says the picture's position in the batch
   */
  public List<RankedClass> rank(float[] logits, float[] probabilities, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, logits.length);
    Objects.checkFromIndexSize(offset, count, probabilities.length);
    int[] best = new int[Math.min(k, count)];
    int ranked = 0;
    for (int index = 0; index < count; index++) {
      float logit = logits[offset + index];
      if (ranked < best.length) {
        ranked++;
      } else if (logit <= logits[offset + best[ranked - 1]]) {
        continue;
      }
      if (Float.isNaN(logit)) {
        throw notANumber("logit", index, offset, count);
      }
      int rank = ranked - 1;
      while (rank > 0 && logit > logits[offset + best[rank - 1]]) {
        best[rank] = best[rank - 1];
        rank--;
      }
      best[rank] = index;
    }
    float[] chosen = new float[best.length];
    for (int rank = 0; rank < best.length; rank++) {
      chosen[rank] = probabilities[offset + best[rank]];
      if (Float.isNaN(chosen[rank])) {
        throw notANumber("probability", best[rank], offset, count);
      }
    }
    return new Ranking(best, chosen);
  }

  /**
   * The classes of one picture of a batch that a graph has ranked already.
   *
   * @param classes of the batch as whole numbers, best first, picture after picture
   * @param probabilities of those classes, at the same places
   * @param picture its position in the batch
   * @param count ranked classes per picture
   * @return unmodifiable
   * @throws MobileSparkException when a probability is no number
   */
  public static List<RankedClass> ranked(
      float[] classes, float[] probabilities, int picture, int count) {
    int[] indices = new int[count];
    float[] chosen = new float[count];
    for (int rank = 0; rank < count; rank++) {
      indices[rank] = (int) classes[picture * count + rank];
      chosen[rank] = probabilities[picture * count + rank];
      if (Float.isNaN(chosen[rank])) {
        throw notANumber("probability", indices[rank], picture, 1);
      }
    }
    return new Ranking(indices, chosen);
  }

  private static MobileSparkException notANumber(String what, int index, int offset, int count) {
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "the model is broken: its %s for class %d of picture %d of the batch is not a number",
            what,
            index,
            offset / count));
  }
}
