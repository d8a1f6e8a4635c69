// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two classes by the probability of the second one. */
final class TwoClassTallyTest {
  @Test
  void figuresAreThoseOfTheirDefinitions() {
    Random random = new Random(4);
    int pictures = 500;
    int[] truths = new int[pictures];
    float[] second = new float[pictures];
    TwoClassTally whole = new TwoClassTally();
    TwoClassTally part = new TwoClassTally();
    for (int i = 0; i < pictures; i++) {
      truths[i] = random.nextInt(3) == 0 ? 1 : 0;
      double logit = random.nextGaussian() * 2 + truths[i] - 0.5;
      second[i] = (float) (1 / (1 + Math.exp(-logit)));
      (i % 2 == 0 ? whole : part).add(truths[i], ranked(second[i], i % 5 == 0 ? 1 : 2));
    }
    whole.merge(part);
    long won = 0;
    long pairs = 0;
    long right = 0;
    long taken = 0;
    long both = 0;
    for (int i = 0; i < pictures; i++) {
      right += (second[i] > 0.5) == (truths[i] == 1) ? 1 : 0;
      taken += second[i] > 0.5 ? 1 : 0;
      both += second[i] > 0.5 && truths[i] == 1 ? 1 : 0;
      for (int j = 0; truths[i] == 1 && j < pictures; j++) {
        pairs += truths[j] == 0 ? 1 : 0;
        won += truths[j] == 0 && second[i] > second[j] ? 1 : 0;
      }
    }
    TwoClassFigures figures = whole.figures();
    assertThat(figures.auc().orElseThrow()).isCloseTo((double) won / pairs, Offset.offset(1e-3));
    assertThat(figures.accuracy()).isEqualTo(new Share(right, pictures));
    assertThat(figures.precision()).isEqualTo(new Share(both, taken));
    assertThat(figures.recall().hits()).isEqualTo(both);
    double p = (double) both / taken;
    double r = figures.recall().value().orElseThrow();
    assertThat(figures.f1().orElseThrow()).isCloseTo(2 * p * r / (p + r), Offset.offset(1e-9));
  }

  @Test
  void withoutPicturesOfAClassThereIsNoCurve() {
    TwoClassTally tally = new TwoClassTally();
    tally.add(0, ranked(0, 2));
    tally.add(0, ranked(1, 2));
    assertThat(tally.figures().auc()).isEmpty();
    assertThat(tally.figures().f1()).isEmpty();
    assertThat(tally.figures().accuracy()).isEqualTo(new Share(1, 2));
  }

  private static Outcome.Ranked ranked(float second, int kept) {
    boolean taken = second > 0.5;
    int[] classes = taken ? new int[] {1, 0} : new int[] {0, 1};
    float[] probabilities =
        taken ? new float[] {second, 1 - second} : new float[] {1 - second, second};
    return kept == 2
        ? new Outcome.Ranked(classes, probabilities)
        : new Outcome.Ranked(new int[] {classes[0]}, new float[] {probabilities[0]});
  }
}
