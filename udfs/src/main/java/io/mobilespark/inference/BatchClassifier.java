// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.BatchInference.Asked;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.labels.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A batch of encoded pictures in, one prediction per picture and network out, in order. One per
 * task, used by one thread; borrows the predictors.
 */
public final class BatchClassifier implements AutoCloseable {
  private final BatchInference inference;
  private final int networks;
  private final TopK topK;

  /**
   * Bounds of a classifier.
   *
   * @param image what a picture may ask for
   * @param maxRows the largest batch
   * @param topK classes kept per picture
   */
  public record Limits(ImageLimits image, int maxRows, int topK) {}

  /**
   * A network with the preprocessing it was frozen for.
   *
   * @param predictor stays the caller's
   * @param preset gives its samples
   */
  public record Classifier(Predictor predictor, Preset preset) {
    private Asked asked() {
      return new Asked(predictor, preset, Set.of(Output.SCORES));
    }
  }

  /** A classifier of one or several networks. */
  public BatchClassifier(List<Classifier> classifiers, Limits limits) {
    this.inference =
        new BatchInference(
            classifiers.stream().map(Classifier::asked).toList(), limits.image(), limits.maxRows());
    this.networks = classifiers.size();
    this.topK = new TopK(limits.topK());
  }

  /**
   * Predicts every picture of a batch by every network.
   *
   * @param times takes the time of each stage
   * @return rows x networks predictions: those of the first row first, in the networks' order
   */
  public List<Prediction> classify(RecordBatch batch, StageTimes times) {
    InferredBatch inferred = inference.infer(batch, times);
    long start = System.nanoTime();
    List<Prediction> predictions = new ArrayList<>(inferred.rows() * networks);
    for (int row = 0; row < inferred.rows(); row++) {
      for (int network = 0; network < networks; network++) {
        predictions.add(inferred.prediction(row, network, topK));
      }
    }
    times.add(Stage.RANK, start);
    return predictions;
  }

  @Override
  public void close() {
    inference.close();
  }
}
