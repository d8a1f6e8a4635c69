// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.jobs.evaluation.Outcome.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pairs of runs: the four counts, and the interval of their difference. */
final class ComparisonTest {
  private static final Ranked ONE = new Ranked(new int[] {1, 2}, new float[] {0.9f, 0.1f});
  private static final Ranked TWO = new Ranked(new int[] {2, 1}, new float[] {0.9f, 0.1f});

  @Test
  void picturesAreCountedByWhoIsRight() {
    ComparisonTally first = new ComparisonTally(10);
    first.add(picture("both", List.of(ONE), List.of(ONE)));
    first.add(picture("a", List.of(ONE), List.of(TWO)));
    ComparisonTally second = new ComparisonTally(10);
    second.add(picture("b", List.of(new Rejected("EMPTY")), List.of(ONE)));
    second.add(picture("b2", List.of(), List.of(ONE)));
    second.add(picture("none", List.of(TWO), List.of()));
    second.add(new JoinedPicture("x", List.of(), List.of(List.of(ONE), List.of(ONE))));
    Comparison comparison = first.merge(second).comparison();

    assertThat(comparison.images()).isEqualTo(5);
    assertThat(comparison.a()).isEqualTo(new Share(2, 5));
    assertThat(comparison.b()).isEqualTo(new Share(3, 5));
    assertThat(comparison.difference()).hasValue(0.2);
    assertThat(comparison.bothWrong()).isEqualTo(1);
    assertThat(comparison.lost().names()).containsExactly("a");
    assertThat(comparison.gained().names()).containsExactly("b", "b2");
    assertThat(comparison.mcNemar()).isEqualTo(new McNemar(1, 2));
  }

  @Test
  void doubledPicturesNameTheirTable() {
    ComparisonTally tally = new ComparisonTally(10);
    tally.add(picture("twice", List.of(ONE), List.of(ONE, TWO)));
    assertThatThrownBy(tally::comparison)
        .hasMessage("The table B has 1 picture keys more than once: twice");
  }

  @Test
  void noPictureGivesNoDifference() {
    Comparison none = new ComparisonTally(10).comparison();
    assertThat(none.difference()).isEmpty();
    assertThat(none.interval(PairedBootstrap.DEFAULT)).isEmpty();
    assertThat(none.mcNemar().pValue()).isEqualTo(1);
  }

  /** The standard error of the difference is sqrt(a + b - (b - a)^2 / n) / n. */
  @Test
  void bootstrapIntervalIsAsWideAsTheoryHasIt() {
    for (long scale : new long[] {1, 10, 1000}) {
      long n = 50_000 * scale;
      long a = 900 * scale;
      long b = 1100 * scale;
      double difference = (double) (b - a) / n;
      double reach = 1.96 * Math.sqrt(a + b - (double) (b - a) * (b - a) / n) / n;
      Interval interval = PairedBootstrap.DEFAULT.interval(a, b, n);
      assertThat(interval.low()).isCloseTo(difference - reach, within(0.05 * reach));
      assertThat(interval.high()).isCloseTo(difference + reach, within(0.05 * reach));
    }
  }

  @Test
  void bootstrapIsTheSameForTheSameSeed() {
    Interval first = new PairedBootstrap(500, 1).interval(30, 50, 325);
    assertThat(new PairedBootstrap(500, 1).interval(30, 50, 325)).isEqualTo(first);
    assertThat(new PairedBootstrap(500, 2).interval(30, 50, 325)).isNotEqualTo(first);
  }

  @Test
  void bootstrapOfEdges() {
    assertThat(PairedBootstrap.DEFAULT.interval(0, 0, 10)).isEqualTo(new Interval(0, 0));
    assertThat(PairedBootstrap.DEFAULT.interval(0, 10, 10)).isEqualTo(new Interval(1, 1));
    assertThat(PairedBootstrap.DEFAULT.interval(10, 0, 10)).isEqualTo(new Interval(-1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.DEFAULT.interval(6, 5, 10))
        .withMessageContaining("6 and 5 of 10");
    assertThatIllegalArgumentException().isThrownBy(() -> new PairedBootstrap(10, 1));
  }

  private static JoinedPicture picture(String key, List<Outcome> a, List<Outcome> b) {
    return new JoinedPicture(key, List.of(List.of(1)), List.of(a, b));
  }
}
