// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.evaluation.Outcome.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Pictures from sorted rows, and rows that cannot be. */
final class JoinedPicturesTest {

  @Test
  void rowsOfAKeyAreOnePicture() {
    List<JoinedPicture> pictures =
        pictures(
            truth("a", 3),
            side("a", 1, List.of(3, 1), List.of(0.9f, 0.1f), null),
            side("a", 2, null, null, "EMPTY"),
            side("b", 2, List.of(3), List.of(0.9f), null),
            truth("c", 1),
            truth("c", 2));

    assertThat(pictures).extracting(JoinedPicture::key).containsExactly("a", "b", "c");
    assertThat(pictures.get(0).right(0)).isTrue();
    assertThat(pictures.get(0).right(1)).isFalse();
    assertThat(pictures.get(0).outcome(1)).contains(new Rejected("EMPTY"));
    assertThat(pictures.get(1).truth()).isEmpty();
    assertThat(pictures.get(1).outcome(0)).isEmpty();
    assertThat(pictures.get(2).doubled()).isTrue();
  }

  @Test
  void rowWithoutClassesOrReasonIsRejected() {
    assertThat(pictures(side("a", 1, null, null, null)).get(0).outcome(0))
        .contains(new Rejected("NO_PREDICTION"));
    assertThat(pictures(side("a", 1, List.of(), List.of(), null)).get(0).outcome(0))
        .contains(new Rejected("NO_PREDICTION"));
  }

  @Test
  void rankingsThatCannotBeAreNamed() {
    assertRefused(List.of(1, 2), List.of(0.1f, 0.9f), "a has its classes in no descending order");
    assertRefused(List.of(10), List.of(0.9f), "a has the class index 10; there are 10 classes");
    assertRefused(List.of(-1), List.of(0.9f), "class index -1");
    assertRefused(List.of(1), List.of(Float.NaN), "probability NaN for class 1");
    assertRefused(List.of(1), List.of(1.5f), "probability 1.5 for class 1");
  }

  /** The rounding of a softmax may swap neighbours whose logits differ in the last bit. */
  @Test
  void roundingIsNoDisorder() {
    assertThat(pictures(side("a", 1, List.of(1, 2), List.of(0.3f, Math.nextUp(0.3f)), null)))
        .hasSize(1);
    assertThat(pictures(side("a", 1, List.of(1), List.of(Math.nextUp(1f)), null))).hasSize(1);
  }

  private static void assertRefused(List<Integer> classes, List<Float> shares, String message) {
    assertThatThrownBy(() -> pictures(side("a", 1, classes, shares, null)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(message);
  }

  private static List<JoinedPicture> pictures(Row... rows) {
    List<JoinedPicture> pictures = new ArrayList<>();
    new JoinedPictures(Arrays.asList(rows).iterator(), 2, 10).forEachRemaining(pictures::add);
    return pictures;
  }

  private static Row truth(String key, int truth) {
    return RowFactory.create(
        key, 0, CollectionConverters.asScala(List.of(truth)).toSeq(), null, null, null);
  }

  private static Row side(
      String key,
      int side,
      @Nullable List<Integer> classes,
      @Nullable List<Float> shares,
      @Nullable String error) {
    return RowFactory.create(key, side, null, sequence(classes), sequence(shares), error);
  }

  private static @Nullable Object sequence(@Nullable List<?> values) {
    return values == null ? null : CollectionConverters.asScala(values).toSeq();
  }
}
