// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.FittingSettings;
import io.mobilespark.jobs.report.EpochFigures;
import io.mobilespark.tensorflow.FeatureBatch;
import io.mobilespark.tensorflow.HeadTrainer;
import io.mobilespark.tensorflow.HeadTrainer.Outcome;
import io.mobilespark.tensorflow.HeadTraining;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Epoch after epoch over a file of features, until there are enough or none has been better for a
 * while.
 *
 * @param training learnt from
 * @param validation held out
 * @param classWeights one per class
 * @param settings how long, how fast
 * @param device where
 */
record HeadFitting(
    FeatureFile training,
    FeatureFile validation,
    List<Float> classWeights,
    FittingSettings settings,
    SessionSettings device) {

  /** Rows that are evaluated together. */
  private static final int EVALUATED_ROWS = 256;

  /** Told while training goes on. */
  interface Listener {
    /** Rows done of an epoch's. */
    void rows(int epoch, long done, long of);

    /** An epoch is over; what this throws ends training. */
    void epoch(HeadProgress progress) throws IOException;
  }

  /**
   * Goes on to the end.
   *
   * @throws MobileSparkException when the loss is no number any more
   */
  HeadProgress run(HeadProgress from, Listener listener) throws IOException {
    HeadTraining adam =
        new HeadTraining(
            settings.learningRate(), settings.dropout(), classWeights, settings.seed());
    HeadProgress progress = from;
    try (HeadTrainer trainer = HeadTrainer.open(from.state(), adam, device)) {
      while (!finished(progress)) {
        long start = System.nanoTime();
        int epoch = progress.epochs().size() + 1;
        Mean learnt = learn(trainer, epoch, listener);
        Mean held = evaluate(trainer);
        EpochFigures figures =
            new EpochFigures(
                epoch,
                learnt.loss(),
                learnt.accuracy(),
                held.loss(),
                held.accuracy(),
                (System.nanoTime() - start) / 1e9);
        if (!Double.isFinite(figures.loss()) || !Double.isFinite(figures.validationLoss())) {
          throw new MobileSparkException(
              String.format(
                      Locale.ROOT,
                      "In epoch %d the loss became %s (%s held out): a lower --learning-rate than %s is",
                      epoch,
                      figures.loss(),
                      figures.validationLoss(),
                      settings.learningRate())
                  + " wanted");
        }
        progress = progress.with(trainer.state(), figures);
        listener.epoch(progress);
      }
    }
    return progress;
  }

  /** Whether there is nothing left to do. */
  boolean finished(HeadProgress progress) {
    return progress.epochs().size() >= settings.epochs()
        || progress.epochsWithoutBetter() >= settings.patience();
  }

  private Mean learn(HeadTrainer trainer, int epoch, Listener listener) throws IOException {
    Batches batches = Batches.shuffled(training, settings.batchRows(), settings.seed(), epoch);
    Mean mean = new Mean();
    while (batches.hasNext()) {
      FeatureBatch batch = batches.next();
      mean.add(trainer.step(batch));
      listener.rows(epoch, mean.rows, training.rows());
    }
    return mean;
  }

  private Mean evaluate(HeadTrainer trainer) throws IOException {
    Batches batches = Batches.inOrder(validation, EVALUATED_ROWS);
    Mean mean = new Mean();
    while (batches.hasNext()) {
      mean.add(trainer.evaluate(batches.next()));
    }
    return mean;
  }

  /** The mean over rows of what batches came to. */
  private static final class Mean {
    private double loss;
    private long hits;
    private long rows;

    private void add(Outcome outcome) {
      loss += outcome.loss() * outcome.rows();
      hits += outcome.hits();
      rows += outcome.rows();
    }

    private double loss() {
      return loss / (double) rows;
    }

    private double accuracy() {
      return (double) hits / (double) rows;
    }
  }
}
