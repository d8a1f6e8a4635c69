// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.ColourGraph;
import io.mobilespark.testing.Png;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** n pictures in, n predictions out, each the one of its picture, whatever the batches. */
class BatchClassifierTest {
  private static final int MAX_ROWS = 64;
  private static final ImageLimits IMAGES = new ImageLimits(10_000, 1 << 20);

  @SuppressWarnings("NullAway.Init")
  private static Predictor predictor;

  private final StageTimes times = new StageTimes();

  @BeforeAll
  static void open() {
    predictor =
        Predictor.open(ColourGraph.of(SampleType.FLOAT32), SessionSettings.ONE_CORE_PER_TASK);
  }

  @AfterAll
  static void close() {
    predictor.close();
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(RecordBatcher.allocatedBytes()).isZero();
  }

  @Test
  void everyPictureGetsItsOwnPredictionBetweenRejectedOnes() {
    List<Prediction> predictions =
        classify(
            List.of(
                new Unfetched("gone", "NOT_FOUND", "gone since it was listed"),
                new Encoded("red", Png.of(new Color(200, 100, 50), 40, 30)),
                new Encoded("empty", new byte[0]),
                new Encoded("blue", Png.of(new Color(3, 5, 9), 33, 32)),
                new Encoded("text", "no picture, but text".getBytes(StandardCharsets.UTF_8)),
                new Encoded("half", half(Png.of(Color.GREEN, 90, 90))),
                new Encoded("huge", Png.of(Color.WHITE, 200, 51)),
                new Encoded("green", Png.of(new Color(0, 255, 0), 1, 1))),
            MAX_ROWS);
    assertThat(predictions)
        .extracting(Prediction::path)
        .containsExactly("gone", "red", "empty", "blue", "text", "half", "huge", "green");
    assertThat(predictions.get(0))
        .isEqualTo(new Rejected("gone", RejectionReason.NOT_FOUND, "gone since it was listed"));
    assertClassified(predictions.get(1), 40, 30, 0);
    assertRejected(predictions.get(2), RejectionReason.EMPTY);
    assertClassified(predictions.get(3), 33, 32, 2);
    assertRejected(predictions.get(4), RejectionReason.UNSUPPORTED_FORMAT);
    assertRejected(predictions.get(5), RejectionReason.TRUNCATED);
    assertRejected(predictions.get(6), RejectionReason.TOO_LARGE);
    assertClassified(predictions.get(7), 1, 1, 1);
  }

  @Test
  void aBatchWithoutAnyPictureAsksTheNetworkNothing() {
    List<FetchedPicture> bad =
        List.of(new Encoded("a", new byte[0]), new Unfetched("b", "IO_ERROR", "reset"));
    assertThat(classify(bad, MAX_ROWS)).hasSize(2).allMatch(p -> p instanceof Rejected);
    assertThat(times.nanos(Stage.INFER)).isZero();
  }

  @Test
  void anEmptyBatchGivesNothing() {
    assertThat(classify(List.of(), MAX_ROWS)).isEmpty();
  }

  @Test
  void everyBatchSizeGivesTheSame() {
    List<FetchedPicture> pictures =
        IntStream.range(0, 150).mapToObj(BatchClassifierTest::picture).toList();
    List<Prediction> one = classify(pictures, 1);
    assertThat(one).hasSize(150);
    assertThat(one.stream().filter(p -> p instanceof Rejected).count()).isEqualTo(21);
    for (int rows = 2; rows <= MAX_ROWS; rows++) {
      assertThat(classify(pictures, rows)).as("batches of %d", rows).isEqualTo(one);
    }
  }

  @Test
  void aBatchLargerThanTheTensorIsRefused() {
    try (BatchClassifier classifier = classifier(2);
        RecordBatcher batcher =
            new RecordBatcher("t", new BatchLimits(3, 1 << 20), IMAGES.maxEncodedBytes())) {
      IntStream.range(0, 3).forEach(i -> batcher.add(picture(i)));
      assertThatThrownBy(() -> classifier.classify(batcher.batch(), times))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A batch of 3 rows, at most 2");
    }
  }

  @Test
  void everyStageTakesTime() {
    classify(List.of(picture(1), picture(2)), MAX_ROWS);
    assertThat(List.of(Stage.BATCH, Stage.DECODE, Stage.PREPROCESS, Stage.INFER, Stage.RANK))
        .allMatch(stage -> times.nanos(stage) > 0);
    assertThat(times.nanos(Stage.READ)).isZero();
  }

  @Test
  void scoresWithoutARowPerPictureAreRefused() {
    assertThatThrownBy(() -> new Predictor.Scores(2, 3, new float[6], new float[3]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("2 pictures of 3 classes make 6 scores: found 6 logits, 3 probabilities");
  }

  private List<Prediction> classify(List<FetchedPicture> pictures, int rows) {
    List<Prediction> predictions = new ArrayList<>();
    BatchLimits limits = new BatchLimits(rows, 1 << 20);
    try (BatchClassifier classifier = classifier(rows);
        RecordBatcher batcher = new RecordBatcher("t", limits, IMAGES.maxEncodedBytes())) {
      for (FetchedPicture picture : pictures) {
        if (!batcher.add(picture)) {
          predictions.addAll(classifier.classify(batcher.batch(), times));
          batcher.clear();
          assertThat(batcher.add(picture)).isTrue();
        }
      }
      predictions.addAll(classifier.classify(batcher.batch(), times));
    }
    return predictions;
  }

  private static BatchClassifier classifier(int rows) {
    return new BatchClassifier(
        List.of(new BatchClassifier.Classifier(predictor, Presets.byName("squash"))),
        new BatchClassifier.Limits(IMAGES, rows, 3));
  }

  /** Colours that no neighbour shares; every seventh is no picture. */
  private static FetchedPicture picture(int index) {
    String path = "p" + index;
    return index % 7 == 3
        ? new Unfetched(path, "IO_ERROR", "reset " + index)
        : new Encoded(path, Png.of(new Color(index, index / 2, 255 - index), 20 + index % 9, 24));
  }

  private static byte[] half(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static void assertClassified(Prediction prediction, int width, int height, int best) {
    assertThat(prediction).isInstanceOf(Classified.class);
    Classified classified = (Classified) prediction;
    assertThat(classified.width()).isEqualTo(width);
    assertThat(classified.height()).isEqualTo(height);
    assertThat(classified.ranked()).hasSize(3);
    assertThat(classified.ranked().get(0).index()).isEqualTo(best);
    assertThat(classified.ranked().get(0).probability()).isGreaterThan(0.9f);
  }

  private static void assertRejected(Prediction prediction, RejectionReason reason) {
    assertThat(prediction).isInstanceOf(Rejected.class);
    assertThat(((Rejected) prediction).reason()).isEqualTo(reason);
    assertThat(((Rejected) prediction).detail()).isNotBlank().doesNotContain("\n");
  }
}
