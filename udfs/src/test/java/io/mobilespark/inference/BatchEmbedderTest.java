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
import io.mobilespark.inference.BatchInference.Asked;
import io.mobilespark.inference.Embedding.Embedded;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.labels.TopK;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.ColourGraph;
import io.mobilespark.testing.Png;
import java.awt.Color;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The features of every picture are its own; a picture that cannot be read keeps its place. */
class BatchEmbedderTest {
  private static final ImageLimits IMAGES = new ImageLimits(10_000, 1 << 20);
  private static final List<FetchedPicture> PICTURES =
      List.of(
          new Encoded("red", Png.of(new Color(200, 100, 50), 40, 30)),
          new Unfetched("gone", "NOT_FOUND", "gone since it was listed"),
          new Encoded("empty", new byte[0]),
          new Encoded("blue", Png.of(new Color(3, 5, 9), 33, 32)));

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

  @Test
  void everyPictureGetsItsOwnFeaturesBetweenRejectedOnes() {
    List<Embedding> embeddings;
    try (BatchEmbedder embedder =
            new BatchEmbedder(predictor, Presets.byName("squash"), IMAGES, 4);
        RecordBatcher batcher = batcher()) {
      embeddings = embedder.embed(batcher.batch(), times);
    }
    assertThat(embeddings)
        .extracting(Embedding::path)
        .containsExactly("red", "gone", "empty", "blue");
    assertFeatures(embeddings.get(0), 40, 30, 200, 100, 50);
    assertThat(embeddings.get(1))
        .isEqualTo(new Rejected("gone", RejectionReason.NOT_FOUND, "gone since it was listed"));
    assertThat(((Rejected) embeddings.get(2)).reason()).isEqualTo(RejectionReason.EMPTY);
    assertFeatures(embeddings.get(3), 33, 32, 3, 5, 9);
  }

  @Test
  void scoresAndFeaturesOfOneNetworkComeFromOneRun() {
    try (BatchInference inference =
            new BatchInference(
                List.of(
                    new Asked(
                        predictor,
                        Presets.byName("squash"),
                        Set.of(Output.SCORES, Output.FEATURES))),
                IMAGES,
                4);
        RecordBatcher batcher = batcher()) {
      InferredBatch inferred = inference.infer(batcher.batch(), times);
      assertThat(inferred.rows()).isEqualTo(4);
      assertThat(inferred.rejected()).hasSize(2);
      Classified blue = (Classified) inferred.prediction(3, 0, new TopK(1));
      assertThat(blue.ranked().get(0).index()).isEqualTo(2);
      assertFeatures(inferred.embedding(3, 0), 33, 32, 3, 5, 9);
      assertThat(inferred.prediction(1, 0, new TopK(1))).isSameAs(inferred.embedding(1, 0));
    }
  }

  @Test
  void featuresWithoutARowPerPictureAreRefused() {
    assertThatThrownBy(() -> new Features(2, 3, new float[5]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("2 pictures of 3 features make 6 values: found 5");
  }

  @Test
  void aPredictorIsAskedForWhatItsNetworkGives() {
    try (PixelTensor input = predictor.newInput(2)) {
      assertThat(predictor.features(input).width()).isEqualTo(3);
      assertThat(predictor.predict(input).classes()).isEqualTo(3);
    }
  }

  private static RecordBatcher batcher() {
    RecordBatcher batcher =
        new RecordBatcher("t", new BatchLimits(4, 1 << 20), IMAGES.maxEncodedBytes());
    PICTURES.forEach(batcher::add);
    return batcher;
  }

  private static void assertFeatures(Embedding found, int width, int height, float... wanted) {
    Embedded embedded = (Embedded) found;
    assertThat(embedded.width()).isEqualTo(width);
    assertThat(embedded.height()).isEqualTo(height);
    // squash: x / 127.5 - 1, which this graph leaves out.
    assertThat(embedded.features()).containsExactly(wanted);
  }
}
