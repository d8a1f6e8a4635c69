package io.mobilespark.inference;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.DecodedImage;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Unreadable;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.labels.TopK;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch of encoded pictures in, one prediction per picture and network out, in order: decodes
 * each picture once, preprocesses it once per preset and input, infers once per network, ranks. One
 * per task, used by one thread; owns its scratch and its tensors, borrows the predictors.
 */
public final class BatchClassifier implements AutoCloseable {
  private final ImageDecoder decoder;
  private final TopK topK;
  private final int maxRows;
  private final Map<InputBatch.Kind, InputBatch> inputs = new LinkedHashMap<>();
  private final List<Classifier> classifiers = new ArrayList<>();

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
    private InputBatch.Kind input() {
      return InputBatch.Kind.of(predictor.network(), preset);
    }
  }

  /** A classifier of one or several networks. */
  public BatchClassifier(List<Classifier> classifiers, Limits limits) {
    this.decoder = new ImageDecoder(limits.image());
    this.topK = new TopK(limits.topK());
    this.maxRows = limits.maxRows();
    for (Classifier classifier : classifiers) {
      this.classifiers.add(classifier);
      inputs.computeIfAbsent(
          classifier.input(),
          kind -> new InputBatch(classifier.predictor().network(), classifier.preset(), maxRows));
    }
  }

  /**
   * Predicts every picture of a batch by every network.
   *
   * @param times takes the time of each stage
   * @return rows x networks predictions: those of the first row first, in the networks' order
   */
  public List<Prediction> classify(RecordBatch batch, StageTimes times) {
    if (batch.rows() > maxRows) {
      throw new IllegalArgumentException(
          "A batch of " + batch.rows() + " rows, at most " + maxRows);
    }
    List<Prepared> prepared = new ArrayList<>(batch.rows());
    int filled = 0;
    for (int row = 0; row < batch.rows(); row++) {
      Prepared picture = prepare(batch, row, filled, times);
      filled += picture instanceof Sampled ? 1 : 0;
      prepared.add(picture);
    }
    List<Scores> scores = infer(filled, times);
    long start = System.nanoTime();
    List<Prediction> predictions = new ArrayList<>(batch.rows() * scores.size());
    for (Prepared picture : prepared) {
      for (Scores ofNetwork : scores) {
        predictions.add(picture.prediction(topK, ofNetwork));
      }
    }
    times.add(Stage.RANK, start);
    return predictions;
  }

  @Override
  public void close() {
    inputs.values().forEach(InputBatch::close);
    inputs.clear();
  }

  private Prepared prepare(RecordBatch batch, int row, int place, StageTimes times) {
    long start = System.nanoTime();
    FetchedPicture picture = batch.picture(row);
    start = times.add(Stage.BATCH, start);
    if (picture instanceof Unfetched unfetched) {
      return new Refused(
          new Rejected(
              unfetched.path(), RejectionReason.valueOf(unfetched.reason()), unfetched.detail()));
    }
    DecodedImage decoded = decoder.decode(((Encoded) picture).content());
    start = times.add(Stage.DECODE, start);
    if (decoded instanceof Unreadable unreadable) {
      return new Refused(new Rejected(picture.path(), unreadable.reason(), unreadable.detail()));
    }
    RgbImage image = (RgbImage) decoded;
    inputs.values().forEach(input -> input.put(place, image));
    times.add(Stage.PREPROCESS, start);
    return new Sampled(picture.path(), image.width(), image.height(), place);
  }

  private List<Scores> infer(int pictures, StageTimes times) {
    List<Scores> scores = new ArrayList<>(classifiers.size());
    for (Classifier classifier : classifiers) {
      long start = System.nanoTime();
      InputBatch input = inputs.get(classifier.input());
      // Without a picture that can be read there are no scores, and no row that asks for them.
      scores.add(
          pictures == 0 || input == null
              ? Scores.NONE
              : input.scores(classifier.predictor(), pictures));
      if (pictures > 0) {
        times.add(Stage.INFER, start);
      }
    }
    return scores;
  }

  /** A row before inference. */
  private sealed interface Prepared {
    Prediction prediction(TopK topK, Scores scores);
  }

  private record Refused(Rejected rejected) implements Prepared {
    @Override
    public Prediction prediction(TopK topK, Scores scores) {
      return rejected;
    }
  }

  /** A picture whose samples stand at a place of every input tensor. */
  private record Sampled(String path, int width, int height, int place) implements Prepared {
    @Override
    public Prediction prediction(TopK topK, Scores scores) {
      return new Classified(
          path,
          width,
          height,
          topK.rank(
              scores.logits(), scores.probabilities(), place * scores.classes(), scores.classes()));
    }
  }
}
