// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.jobs.evaluation.Outcome.Rejected;
import io.mobilespark.labels.RealLabels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The counting rules, each by a value computed by hand. */
final class TallyTest {

  @Test
  void rejectedAndMissingPicturesAreWrongAndListed() {
    Evaluation evaluation =
        evaluation(
            10,
            picture("a", 3, ranked(3, 1, 2, 4, 5)),
            picture("b", 3, ranked(1, 2, 3, 4, 5)),
            picture("c", 3, new Rejected("TRUNCATED")),
            picture("d", 4));

    assertThat(evaluation.top1()).isEqualTo(new Share(1, 4));
    assertThat(evaluation.top5()).contains(new Share(2, 4));
    assertThat(evaluation.counts().images()).isEqualTo(4);
    assertThat(evaluation.counts().classified()).isEqualTo(2);
    assertThat(evaluation.counts().rejected().names()).containsExactly("c\tTRUNCATED");
    assertThat(evaluation.counts().missing().names()).containsExactly("d");
    ClassFigures three = evaluation.perClass().get(3);
    assertThat(three).isEqualTo(new ClassFigures(3, 3, 1, 1, 2));
    assertThat(three.precision()).hasValue(1);
    assertThat(three.recall()).hasValue(1.0 / 3);
    assertThat(three.f1()).hasValue(0.5);
    assertThat(evaluation.perClass().get(4).recall()).hasValue(0);
    assertThat(evaluation.perClass().get(4).precision()).isEmpty();
    assertThat(evaluation.calibration().pictures()).isEqualTo(2);
  }

  @Test
  void picturesWithoutTruthAreListedAndDoNotCount() {
    Evaluation evaluation =
        evaluation(
            10,
            picture("a", 3, ranked(3, 1, 2, 4, 5)),
            new JoinedPicture("x", List.of(), List.of(List.of(ranked(3, 1, 2, 4, 5)))),
            new JoinedPicture("w", List.of(), List.of(List.of(new Rejected("EMPTY")))));

    assertThat(evaluation.top1()).isEqualTo(new Share(1, 1));
    assertThat(evaluation.counts().surplus().names()).containsExactly("w", "x");
    assertThat(evaluation.perClass().get(3).predicted()).isEqualTo(1);
    assertThat(evaluation.counts().rejected().count()).isZero();
  }

  @Test
  void doubledPicturesAreErrorsThatNameSome() {
    Ranked same = ranked(1, 2, 3, 4, 5);
    assertThatThrownBy(
            () ->
                evaluation(
                    10,
                    new JoinedPicture("twice", List.of(List.of(1)), List.of(List.of(same, same))),
                    picture("once", 1, same)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage("The table of predictions has 1 picture keys more than once: twice");
    assertThatThrownBy(
            () ->
                evaluation(
                    10,
                    new JoinedPicture("t", List.of(List.of(1), List.of(1)), List.of(List.of()))))
        .hasMessage("The ground truth has 1 picture keys more than once: t");
    JoinedPicture[] seven =
        IntStream.range(0, 7)
            .mapToObj(i -> new JoinedPicture("t" + i, List.of(), List.of(List.of(same, same))))
            .toArray(JoinedPicture[]::new);
    assertThatThrownBy(() -> evaluation(10, seven))
        .hasMessage(
            "The table of predictions has 7 picture keys more than once: t0, t1, t2, t3, t4, …");
  }

  /** The table's order is the ranking, made on logits: equal probabilities do not change it. */
  @Test
  void tiesFollowTheTablesOrder() {
    Evaluation evaluation =
        evaluation(
            3,
            picture("a", 2, new Ranked(new int[] {1, 2}, new float[] {0.5f, 0.5f})),
            picture("b", 1, new Ranked(new int[] {1, 2}, new float[] {0.5f, 0.5f})));

    assertThat(evaluation.top1()).isEqualTo(new Share(1, 2));
    assertThat(evaluation.mistakes()).containsExactly(new Mistake("a", 2, 1, 0.5f));
  }

  @Test
  void allOfFewClassesAreAmongTheFirstFive() {
    Evaluation evaluation =
        evaluation(3, picture("a", 0, ranked(2, 1, 0)), picture("b", 1, ranked(1, 2, 0)));

    assertThat(evaluation.top1()).isEqualTo(new Share(1, 2));
    assertThat(evaluation.top5()).contains(new Share(2, 2));
    assertThat(evaluation.calibration().complete()).isTrue();
  }

  @Test
  void topFiveIsUnknownWhereFewerOfMoreAreKept() {
    Evaluation evaluation =
        evaluation(10, picture("a", 3, ranked(3, 1, 2, 4, 5)), picture("b", 3, ranked(1, 2, 4, 5)));

    assertThat(evaluation.keptClasses()).isEqualTo(4);
    assertThat(evaluation.top5()).isEmpty();
  }

  @Test
  void oneClassIsAlwaysRight() {
    Evaluation evaluation =
        evaluation(1, picture("a", 0, new Ranked(new int[] {0}, new float[] {1})));

    assertThat(evaluation.top1().value()).hasValue(1);
    assertThat(evaluation.top5()).contains(new Share(1, 1));
    assertThat(evaluation.calibration().brier()).hasValue(0);
    // Clipped to 1 - 2^-52.
    assertThat(evaluation.calibration().nll().orElseThrow()).isCloseTo(0x1p-52, within(1e-20));
    assertThat(evaluation.pairs().confusions(9)).isEmpty();
  }

  @Test
  void noPictureGivesNoFigures() {
    Evaluation evaluation = evaluation(10);

    assertThat(evaluation.top1().value()).isEmpty();
    assertThat(evaluation.top1().interval()).isEmpty();
    assertThat(evaluation.calibration().ece()).isEmpty();
    assertThat(evaluation.calibration().mce()).isEmpty();
    assertThat(evaluation.calibration().nll()).isEmpty();
    assertThat(evaluation.perClass()).hasSize(10);
    assertThat(evaluation.perClass().get(0).f1()).isEmpty();
  }

  /** Confidence 0.5 and 1, one right of two: gaps 0.5 and 1, each of one picture. */
  @Test
  void calibrationGaps() {
    Calibration calibration =
        evaluation(
                2,
                picture("a", 0, new Ranked(new int[] {0, 1}, new float[] {0.5f, 0.5f})),
                picture("b", 0, new Ranked(new int[] {1, 0}, new float[] {1, 0})))
            .calibration();

    assertThat(calibration.ece()).hasValue(0.75);
    assertThat(calibration.mce()).hasValue(1);
    assertThat(calibration.bins().get(7).count()).isEqualTo(1);
    assertThat(calibration.bins().get(14).hits()).isZero();
    // (0.5 + 2) / 2, and -(ln 0.5 + ln 2^-52) / 2.
    assertThat(calibration.brier()).hasValue(1.25);
    assertThat(calibration.nll().orElseThrow()).isCloseTo(26.5 * Math.log(2), within(1e-12));
  }

  @Test
  void reassessedLabelsAreSetsAndEmptyOnesAreLeftOut() {
    RealLabels real = new RealLabels(Map.of("a", List.of(1, 7), "c", List.of(5)), 1);
    Tally tally = new Tally(10, false);
    Optional<RealLabels> labels = Optional.of(real);
    tally.add(picture("a", 3, ranked(7, 1, 2, 3, 4)), labels);
    tally.add(picture("b", 3, ranked(3, 1, 2, 7, 4)), labels);
    tally.add(picture("c", 5, new Rejected("EMPTY")), labels);

    assertThat(tally.evaluation(true).real()).contains(new Share(1, 2));
    assertThat(tally.evaluation(true).top1()).isEqualTo(new Share(1, 3));
    assertThat(tally.evaluation(false).real()).isEmpty();
  }

  @Test
  void onlyTheMostConfidentMistakesAreKept() {
    Tally tally = new Tally(2, false);
    for (int i = 0; i < 500; i++) {
      float share = 0.5f + (i * 7 % 500) / 1000f;
      tally.add(
          picture("p" + i, 1, new Ranked(new int[] {0, 1}, new float[] {share, 1 - share})),
          Optional.empty());
    }
    List<Mistake> mistakes = tally.evaluation(false).mistakes();

    assertThat(mistakes).hasSize(ConfidentMistakes.MOST).isSortedAccordingTo(Mistake.BY_CONFIDENCE);
    assertThat(mistakes.get(0).probability()).isEqualTo(0.5f + 499 / 1000f);
    assertThat(mistakes.get(59).probability()).isEqualTo(0.5f + 440 / 1000f);
  }

  private static Evaluation evaluation(int classes, JoinedPicture... pictures) {
    Tally tally = new Tally(classes, false);
    Arrays.stream(pictures).forEach(picture -> tally.add(picture, Optional.empty()));
    return tally.evaluation(false);
  }

  private static JoinedPicture picture(String key, int truth, Outcome... outcomes) {
    return new JoinedPicture(key, List.of(List.of(truth)), List.of(List.of(outcomes)));
  }

  private static Ranked ranked(int... classes) {
    float[] probabilities = new float[classes.length];
    Arrays.fill(probabilities, 1f / classes.length);
    return new Ranked(classes, probabilities);
  }
}
