// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.labels.ClassList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When an accuracy is said to be chance: with evidence only, and whatever the classes' shares. */
final class ChanceTest {
  private static final ClassList IMAGENET = ClassList.imagenet();

  @Test
  void shuffledLabelsAreChance() {
    Random random = new Random(3);
    PairTable pairs = new PairTable(1000);
    for (int i = 0; i < 325; i++) {
      pairs.add(random.nextInt(1000), random.nextInt(1000), 1);
    }
    Chance chance = Chance.of(pairs, IMAGENET).orElseThrow();
    assertThat(chance.expected()).isEqualTo(0.001);
    assertThat(chance.toString())
        .startsWith("No better than chance: top-1 of the")
        .contains("0.10 %");
  }

  /** Guessing among a few of the classes has far more than one of all right. */
  @Test
  void shuffledLabelsOfSomeClassesAreChance() {
    Random random = new Random(3);
    PairTable pairs = new PairTable(1000);
    for (int i = 0; i < 500; i++) {
      pairs.add(random.nextInt(10), random.nextInt(10), 1);
    }
    Chance chance = Chance.of(pairs, IMAGENET).orElseThrow();
    assertThat(chance.expected()).isCloseTo(0.1, within(0.01));
  }

  @Test
  void oneClassForAllPicturesIsChance() {
    PairTable pairs = pairs(3, 300, i -> i % 10 < 5 ? 0 : i % 10 < 8 ? 1 : 2, i -> 0);
    assertThat(Chance.of(pairs, own())).isPresent();
    assertThat(Chance.of(pairs(1000, 300, i -> i % 100, i -> 7), IMAGENET)).isPresent();
  }

  @Test
  void fewPicturesShowNothing() {
    assertThat(Chance.of(pairs(1000, 1, i -> 5, i -> 6), IMAGENET)).isEmpty();
    assertThat(Chance.of(pairs(1000, 15, i -> i, i -> i + 20), IMAGENET)).isEmpty();
    assertThat(Chance.of(pairs(1000, 16, i -> i, i -> i + 20), IMAGENET)).isPresent();
    // Of three classes, one in three right of thirty may be far better by these pictures.
    assertThat(Chance.of(pairs(3, 30, i -> i % 3, i -> i / 3 % 3), own())).isEmpty();
    assertThat(Chance.of(pairs(3, 900, i -> i % 3, i -> i / 3 % 3), own())).isPresent();
  }

  /** Then labels and predictions agree wherever one class is predicted, whatever was learnt. */
  @Test
  void aTruthOfOneClassShowsNothing() {
    assertThat(Chance.of(pairs(1000, 1000, i -> 0, i -> i % 10 < 7 ? 0 : i), IMAGENET)).isEmpty();
    assertThat(
            Chance.of(pairs(1000, 1000, i -> i == 999 ? 1 : 0, i -> i % 10 < 7 ? 0 : i), IMAGENET))
        .isEmpty();
    assertThat(Chance.of(pairs(1000, 1000, i -> i == 999 ? 1 : 0, i -> 0), IMAGENET)).isEmpty();
  }

  @Test
  void aWeakModelIsBetterThanChance() {
    assertThat(
            Chance.of(pairs(1000, 1000, i -> i % 100, i -> i % 20 == 0 ? i % 100 : 500), IMAGENET))
        .isEmpty();
    assertThat(Chance.of(pairs(3, 3000, i -> i % 3, i -> i % 10 < 2 ? i % 3 : i / 3 % 3), own()))
        .isEmpty();
  }

  @Test
  void nothingClassifiedIsNoGuess() {
    assertThat(Chance.of(new PairTable(1000), IMAGENET)).isEmpty();
  }

  private static ClassList own() {
    return ClassList.of("own", List.of("a", "b", "c"));
  }

  private static PairTable pairs(
      int classes, int pictures, IntUnaryOperator truth, IntUnaryOperator prediction) {
    PairTable pairs = new PairTable(classes);
    IntStream.range(0, pictures)
        .forEach(i -> pairs.add(truth.applyAsInt(i), prediction.applyAsInt(i), 1));
    return pairs;
  }
}
