// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures are scikit-learn's and statsmodels', stored by evaluation_reference.py. */
final class ReferenceFiguresTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  @ParameterizedTest
  @MethodSource("cases")
  void sharesAndIntervals(JsonNode expected) {
    Evaluation evaluation = evaluation(expected, 1);

    assertThat(value(evaluation.top1().value())).isCloseTo(expected.get("top1").asDouble(), CLOSE);
    assertInterval(evaluation.top1().interval(), expected.get("top1_ci95"));
    Share top5 = evaluation.top5().orElseThrow();
    assertThat(value(top5.value())).isCloseTo(expected.get("top5").asDouble(), CLOSE);
    assertInterval(top5.interval(), expected.get("top5_ci95"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void classes(JsonNode expected) {
    List<ClassFigures> classes = evaluation(expected, 1).perClass();

    assertThat(classes).hasSize(expected.get("classes").asInt());
    for (ClassFigures figures : classes) {
      int i = figures.index();
      assertThat(figures.support()).isEqualTo(expected.get("support").get(i).asLong());
      assertSame(figures, ClassFigures::precision, expected.get("precision").get(i));
      assertSame(figures, ClassFigures::recall, expected.get("recall").get(i));
      assertSame(figures, ClassFigures::f1, expected.get("f1").get(i));
      assertSame(figures, ClassFigures::top5, expected.get("class_top5").get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void calibration(JsonNode expected) {
    Calibration calibration = evaluation(expected, 1).calibration();

    assertThat(value(calibration.ece())).isCloseTo(expected.get("ece").asDouble(), CLOSE);
    assertThat(value(calibration.mce())).isCloseTo(expected.get("mce").asDouble(), CLOSE);
    assertThat(calibration.truncated()).isEqualTo(expected.get("truncated").asLong());
    assertThat(value(calibration.nll())).isCloseTo(expected.get("nll").asDouble(), CLOSE);
    assertThat(value(calibration.brier())).isCloseTo(expected.get("brier").asDouble(), CLOSE);
    assertThat(value(calibration.brierAtMost()))
        .isCloseTo(expected.get("brier_at_most").asDouble(), CLOSE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesOfAllClassesAreExactOrWithinTheBounds(JsonNode expected) {
    Calibration calibration = evaluation(expected, 1).calibration();
    double nll = expected.get("full_nll").asDouble();
    double brier = expected.get("full_brier").asDouble();

    if (expected.get("kept").asInt() >= expected.get("classes").asInt()) {
      assertThat(calibration.complete()).isTrue();
      assertThat(value(calibration.nll())).isCloseTo(nll, CLOSE);
      assertThat(value(calibration.brier())).isCloseTo(brier, CLOSE);
    } else {
      assertThat(calibration.complete()).isFalse();
      assertThat(value(calibration.nll())).isLessThan(nll);
      assertThat(brier).isBetween(value(calibration.brier()), value(calibration.brierAtMost()));
    }
  }

  /** Any cut of the pictures gives the same figures, to the last bit. */
  @ParameterizedTest
  @MethodSource("cases")
  void partsMergeToTheWhole(JsonNode expected) {
    Evaluation whole = evaluation(expected, 1);
    Evaluation merged = evaluation(expected, 7);

    assertThat(merged.top1()).isEqualTo(whole.top1());
    assertThat(merged.perClass()).isEqualTo(whole.perClass());
    assertThat(merged.calibration()).isEqualTo(whole.calibration());
    assertThat(merged.mistakes()).isEqualTo(whole.mistakes());
    assertThat(merged.pairs().confusions(1000)).isEqualTo(whole.pairs().confusions(1000));
    assertThat(merged.counts().rejected().names()).isEqualTo(whole.counts().rejected().names());
  }

  @ParameterizedTest
  @MethodSource("wilson")
  void wilsonIntervals(JsonNode expected) {
    Share share = new Share(expected.get("hits").asLong(), expected.get("of").asLong());

    assertInterval(share.interval(), expected.get("ci95"));
  }

  @ParameterizedTest
  @MethodSource("mcnemar")
  void mcNemar(JsonNode expected) {
    McNemar test = new McNemar(expected.get("only_a").asLong(), expected.get("only_b").asLong());

    assertThat(test.test())
        .isEqualTo(
            expected.get("exact").asBoolean()
                ? "exact binomial"
                : "chi-square with continuity correction");
    assertThat(test.statistic()).isCloseTo(expected.get("statistic").asDouble(), CLOSE);
    assertThat(test.pValue()).isCloseTo(expected.get("p").asDouble(), CLOSE);
  }

  private static Evaluation evaluation(JsonNode expected, int parts) {
    int classes = expected.get("classes").asInt();
    SyntheticCase pictures =
        new SyntheticCase(expected.get("pictures").asInt(), classes, expected.get("kept").asInt());
    List<Tally> tallies = Stream.generate(() -> new Tally(classes, false)).limit(parts).toList();
    pictures
        .joined()
        .forEach(
            picture ->
                tallies
                    .get(Math.floorMod(picture.key().hashCode(), parts))
                    .add(picture, Optional.empty()));
    return tallies.stream().reduce(new Tally(classes, false), Tally::merge).evaluation(false);
  }

  private static void assertSame(
      ClassFigures figures, Function<ClassFigures, OptionalDouble> figure, JsonNode expected) {
    OptionalDouble value = figure.apply(figures);
    if (expected.isNull()) {
      assertThat(value).isEmpty();
    } else {
      assertThat(value(value)).isCloseTo(expected.asDouble(), CLOSE);
    }
  }

  private static void assertInterval(Optional<Interval> interval, JsonNode expected) {
    assertThat(interval.orElseThrow().low()).isCloseTo(expected.get(0).asDouble(), CLOSE);
    assertThat(interval.orElseThrow().high()).isCloseTo(expected.get(1).asDouble(), CLOSE);
  }

  private static double value(OptionalDouble value) {
    return value.orElseThrow();
  }

  static Stream<JsonNode> cases() throws IOException {
    return reference("cases");
  }

  static Stream<JsonNode> wilson() throws IOException {
    return reference("wilson");
  }

  static Stream<JsonNode> mcnemar() throws IOException {
    return reference("mcnemar");
  }

  private static Stream<JsonNode> reference(String part) throws IOException {
    try (InputStream json = ReferenceFiguresTest.class.getResourceAsStream("reference.json")) {
      JsonNode all = new ObjectMapper().readTree(Objects.requireNonNull(json));
      return StreamSupport.stream(all.get(part).spliterator(), false);
    }
  }
}
