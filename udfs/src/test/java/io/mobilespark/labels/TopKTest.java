// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ranking by hand-made cases and against a full sort. */
class TopKTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static List<Integer> indices(List<RankedClass> ranked) {
    return ranked.stream().map(RankedClass::index).toList();
  }

  private static List<Integer> rank(int k, float... logits) {
    return indices(new TopK(k).rank(logits, new float[logits.length], 0, logits.length));
  }

  @Test
  void bestFirstWithTheProbabilityOfTheClass() {
    float[] logits = {9, 9, 9, 1, 3, 2};
    float[] probabilities = {1, 1, 1, 0.1f, 0.6f, 0.3f};
    assertThat(new TopK(2).rank(logits, probabilities, 3, 3))
        .containsExactly(new RankedClass(1, 0.6f), new RankedClass(2, 0.3f));
  }

  @Test
  void logitsDecideWhereProbabilitiesAreRoundedToTheSame() {
    float[] probabilities = {0.5f, 0.5f};
    assertThat(indices(new TopK(1).rank(new float[] {20, 21}, probabilities, 0, 2)))
        .containsExactly(1);
  }

  @Test
  void tiesGoToTheLowerIndex() {
    assertThat(rank(3, 1, 5, 5, 0, 5, 5)).containsExactly(1, 2, 4);
    assertThat(rank(2, -0.0f, 0.0f, 0.0f)).containsExactly(0, 1);
    assertThat(rank(3, -INFINITY, INFINITY, -INFINITY, INFINITY)).containsExactly(1, 3, 0);
  }

  @Test
  void moreThanThereAreMeansAll() {
    assertThat(rank(5, 1, 3, 2)).containsExactly(1, 2, 0);
    assertThat(rank(Integer.MAX_VALUE, 1)).containsExactly(0);
    assertThat(rank(5)).isEmpty();
  }

  @Test
  void theBackgroundStaysIndexZero() {
    float[] logits = new float[1001];
    logits[0] = 1;
    ClassList classes = ClassList.imagenet().forOutputs(1001);
    int best = rank(1, logits).get(0);
    assertThat(best).isZero();
    assertThat(classes.label(best)).isEqualTo("background");
  }

  @Test
  void aLogitThatIsNoNumberNamesThePicture() {
    float[] logits = new float[40];
    for (int place = 0; place < 10; place++) {
      float[] broken = logits.clone();
      broken[20 + place] = Float.NaN;
      assertThatThrownBy(() -> new TopK(3).rank(broken, new float[40], 20, 10))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("logit for class " + place + " of picture 2 of the batch");
    }
    float[] probabilities = new float[40];
    probabilities[31] = Float.NaN;
    assertThatThrownBy(() -> new TopK(3).rank(logits, probabilities, 30, 10))
        .hasMessageContaining("probability for class 1 of picture 3 of the batch");
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThatThrownBy(() -> new TopK(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> new TopK(1).rank(new float[3], new float[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new TopK(1).rank(new float[3], new float[2], 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new RankedClass(-1, 0.5f)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new RankedClass(1, Float.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void equalsAFullStableSort() {
    Random random = new Random(7);
    for (int trial = 0; trial < 20_000; trial++) {
      int count = 1 + random.nextInt(40);
      int offset = random.nextInt(3) * count;
      int k = 1 + random.nextInt(count + 3);
      float[] logits = new float[offset + count];
      float[] probabilities = new float[offset + count];
      int levels = 1 + random.nextInt(60);
      for (int i = 0; i < logits.length; i++) {
        logits[i] = logit(random, levels);
        probabilities[i] = random.nextFloat();
      }
      List<RankedClass> sorted =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparingDouble(index -> -logits[offset + index]))
              .limit(k)
              .map(index -> new RankedClass(index, probabilities[offset + index]))
              .toList();
      assertThat(new TopK(k).rank(logits, probabilities, offset, count)).isEqualTo(sorted);
    }
  }

  /** Few levels make many ties; levels at the ends are infinite. */
  private static float logit(Random random, int levels) {
    int level = random.nextInt(levels);
    if (level == 0) {
      return random.nextBoolean() ? INFINITY : -INFINITY;
    }
    return (level - levels / 2) * 0.37f + 0.0f;
  }
}
