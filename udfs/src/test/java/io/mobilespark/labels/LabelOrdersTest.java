// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Mixed-up orders are named; poor models, guesses and small samples are not accused. */
class LabelOrdersTest {
  private static final IntUnaryOperator SAME = IntUnaryOperator.identity();
  private static final DevkitIds IDS = DevkitIds.ilsvrc2012();

  private final ClassList imagenet = ClassList.imagenet();
  private final List<Integer> numbers = FolderOrder.numbersByPosition(1000);

  /** Every mix-up as what it does to truth and prediction, by the words that name it. */
  private Map<String, IntUnaryOperator[]> mixUps() {
    IntUnaryOperator devkit = index -> IDS.id(imagenet.label(index));
    IntUnaryOperator devkitLessOne = index -> devkit.applyAsInt(index) - 1;
    IntUnaryOperator above = index -> index + 1;
    IntUnaryOperator position = numbers::indexOf;
    Map<String, IntUnaryOperator[]> mixUps = new LinkedHashMap<>();
    mixUps.put("the truth's indices are devkit ids", pair(devkit, SAME));
    mixUps.put("the predictions' indices are devkit ids", pair(SAME, devkit));
    mixUps.put("the truth's indices are devkit ids less one", pair(devkitLessOne, SAME));
    mixUps.put("the predictions' indices are devkit ids less one", pair(SAME, devkitLessOne));
    mixUps.put("the truth's indices are one too high, or", pair(above, SAME));
    mixUps.put("the truth's indices are one too low, or", pair(SAME, above));
    mixUps.put("the truth's indices are positions of folder", pair(position, SAME));
    mixUps.put("the predictions' indices are positions of folder", pair(SAME, position));
    return mixUps;
  }

  private static IntUnaryOperator[] pair(IntUnaryOperator truth, IntUnaryOperator prediction) {
    return new IntUnaryOperator[] {truth, prediction};
  }

  private static List<PairCount> mixed(List<PairCount> pairs, IntUnaryOperator... mixUp) {
    return pairs.stream()
        .map(
            pair ->
                new PairCount(
                    mixUp[0].applyAsInt(pair.truth()),
                    mixUp[1].applyAsInt(pair.prediction()),
                    pair.count()))
        .toList();
  }

  /** Pictures of random classes, a share of them recognised and the others guessed. */
  private static List<PairCount> model(int classes, int pictures, double share) {
    Random random = new Random(pictures);
    List<PairCount> pairs = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      int truth = random.nextInt(classes);
      int guess = random.nextInt(classes);
      pairs.add(new PairCount(truth, random.nextDouble() < share ? truth : guess, 1));
    }
    return pairs;
  }

  @Test
  void everyKnownMixUpIsNamed() {
    LabelOrders orders = LabelOrders.of(imagenet);
    List<PairCount> pairs = model(1000, 2_000, 0.5);
    mixUps()
        .forEach(
            (name, mixUp) -> {
              MixedUpOrder found = orders.suspect(mixed(pairs, mixUp)).orElseThrow();
              assertThat(found.mixUp()).startsWith(name);
              assertThat(found.accuracy()).isLessThan(0.02);
              assertThat(found.mendedAccuracy()).isCloseTo(0.5, Offset.offset(0.05));
            });
  }

  @Test
  void realPredictionsAreNamedTooAndInTheirOwnOrderNot() throws IOException {
    LabelOrders orders = LabelOrders.of(imagenet);
    for (String model : List.of("v1", "v2", "v3-small")) {
      List<PairCount> pairs = new ArrayList<>();
      List<String> lines =
          Files.readAllLines(SharedFiles.require("golden/models/squash-" + model + ".csv"));
      for (String line : lines.subList(1, lines.size())) {
        List<String> cells = List.of(line.split(",", -1));
        pairs.add(new PairCount(Integer.parseInt(cells.get(1)), Integer.parseInt(cells.get(2)), 1));
      }
      assertThat(pairs).hasSize(325);
      assertThat(orders.suspect(pairs)).isEmpty();
      mixUps()
          .forEach(
              (name, mixUp) ->
                  assertThat(orders.suspect(mixed(pairs, mixUp)))
                      .get()
                      .satisfies(found -> assertThat(found.mixUp()).startsWith(name)));
    }
  }

  @Test
  void theBackgroundDoesNotCount() {
    ClassList shifted = imagenet.withBackground();
    List<PairCount> pairs =
        new ArrayList<>(mixed(model(1000, 500, 0.6), index -> index + 1, index -> index));
    pairs.add(new PairCount(5, 0, 100));
    assertThat(LabelOrders.of(shifted).suspect(pairs))
        .get()
        .satisfies(
            found -> assertThat(found.mixUp()).startsWith("the truth's indices are one too h"));
  }

  @Test
  void poorResultsAreResults() {
    LabelOrders orders = LabelOrders.of(imagenet);
    assertThat(orders.suspect(List.of())).isEmpty();
    assertThat(orders.suspect(model(1000, 50_000, 0))).isEmpty();
    assertThat(orders.suspect(model(1000, 50_000, 0.05))).isEmpty();
    // Three right of three guesses out of a thousand classes surprise, two do not.
    assertThat(orders.suspect(List.of(new PairCount(490, 65, 2)))).isEmpty();
    assertThat(orders.suspect(List.of(new PairCount(490, 65, 3)))).isPresent();
    // All of one class called the next: a finding needs guessing to be improbable, here it is 1/10.
    assertThat(LabelOrders.of(tenClasses()).suspect(List.of(new PairCount(3, 2, 8)))).isEmpty();
  }

  @Test
  void ownClassesCanBeOneOff() {
    List<PairCount> pairs = model(10, 200, 0.9);
    LabelOrders orders = LabelOrders.of(tenClasses());
    assertThat(orders.suspect(pairs)).isEmpty();
    Optional<MixedUpOrder> found = orders.suspect(mixed(pairs, SAME, index -> (index + 1) % 10));
    assertThat(found).get().satisfies(f -> assertThat(f.mixUp()).contains("one too low"));
  }

  private static ClassList tenClasses() {
    try {
      return ClassList.parse("ten", new StringReader("a\nb\nc\nd\ne\nf\ng\nh\ni\nj"));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void countsAreNotNegative() {
    assertThatThrownBy(() -> new PairCount(1, -1, 1)).hasMessageContaining("1 as -1");
  }
}
