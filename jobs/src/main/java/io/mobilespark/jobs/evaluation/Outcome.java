package io.mobilespark.jobs.evaluation;

import java.io.Serializable;

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
