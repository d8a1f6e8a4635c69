// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.io.Serializable;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a run made of a picture. */
sealed interface Outcome extends Serializable {

  /**
   * It was classified.
   *
   * @param classes class indices, best first, each once, at least one
   * @param probabilities of these classes
   */
  record Ranked(int[] classes, float[] probabilities) implements Outcome {
    /** Checks that there is one probability a class. */
    public Ranked {
      if (classes.length == 0 || classes.length != probabilities.length) {
        throw new IllegalArgumentException(
            classes.length + " classes with " + probabilities.length + " probabilities");
      }
    }

    /** The class ranked first. */
    int top() {
      return classes[0];
    }

    /** The labels of so much probability or more. */
    Set<Integer> above(float threshold) {
      return IntStream.range(0, classes.length)
          .filter(i -> probabilities[i] >= threshold)
          .mapToObj(i -> classes[i])
          .collect(Collectors.toUnmodifiableSet());
    }

    /** The place of a class, from 1; 0 when it was not kept. */
    int rank(int wanted) {
      for (int i = 0; i < classes.length; i++) {
        if (classes[i] == wanted) {
          return i + 1;
        }
      }
      return 0;
    }
  }

  /**
   * It was not.
   *
   * @param reason the code in the column {@code error}
   */
  record Rejected(String reason) implements Outcome {}
}
