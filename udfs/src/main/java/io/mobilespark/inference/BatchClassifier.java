package io.mobilespark.inference;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.ByteSamples;
import io.mobilespark.image.DecodedImage;
import io.mobilespark.image.FloatSamples;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Samples;
import io.mobilespark.image.Unreadable;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.labels.TopK;
import io.mobilespark.tensorflow.PixelTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of encoded pictures in, one prediction per picture out, in order: decodes, resamples into
 * the input tensor, infers once, ranks. One per task, used by one thread; owns its scratch and its
 * tensor, borrows the predictor.
 */
public final class BatchClassifier implements AutoCloseable {
  private final Predictor predictor;
  private final ImageDecoder decoder;
  private final Preset preset;
  private final Resampler resampler;
  private final TopK topK;
  private final PixelTensor input;

  /**
   * Bounds of a classifier.
   *
   * @param image what a picture may ask for
   * @param maxRows the largest batch
   * @param topK classes kept per picture
   */
  public record Limits(ImageLimits image, int maxRows, int topK) {}

  /** A classifier whose pictures are preprocessed as the predictor's network was frozen for. */
  public BatchClassifier(Predictor predictor, Preset preset, Limits limits) {
    this.predictor = predictor;
    this.decoder = new ImageDecoder(limits.image());
    this.preset = preset;
    this.resampler = preset.resampler(predictor.network().height(), predictor.network().width());
    this.topK = new TopK(limits.topK());
    this.input = predictor.newInput(limits.maxRows());
  }

  /**
   * Predicts every picture of a batch.
   *
   * @param times takes the time of each stage
   * @return one prediction per row, in order
   */
  public List<Prediction> classify(RecordBatch batch, StageTimes times) {
    if (batch.rows() > input.pictures()) {
      throw new IllegalArgumentException(
          "A batch of " + batch.rows() + " rows, at most " + input.pictures());
    }
    List<Prepared> prepared = new ArrayList<>(batch.rows());
    int filled = 0;
    for (int row = 0; row < batch.rows(); row++) {
      Prepared picture = prepare(batch, row, filled, times);
      filled += picture instanceof Sampled ? 1 : 0;
      prepared.add(picture);
    }
    // Without a picture that can be read there are no scores, and no row that asks for them.
    Scores scores = filled == 0 ? Scores.NONE : infer(filled, times);
    long start = System.nanoTime();
    List<Prediction> predictions = new ArrayList<>(batch.rows());
    for (Prepared picture : prepared) {
      predictions.add(picture.prediction(topK, scores));
    }
    times.add(Stage.RANK, start);
    return predictions;
  }

  @Override
  public void close() {
    input.close();
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
    fill(place, resampler.resample(image));
    times.add(Stage.PREPROCESS, start);
    return new Sampled(picture.path(), image.width(), image.height(), place);
  }

  private void fill(int place, Samples samples) {
    if (predictor.network().feed() != ServedNetwork.Feed.SAMPLES) {
      input.write(place, normalised(samples));
    } else if (samples instanceof ByteSamples bytes) {
      input.write(place, bytes.values());
    } else if (samples instanceof FloatSamples floats) {
      input.write(place, floats.values());
    }
  }

  /** For models of others, whose graphs do not begin with a preset's normalisation. */
  private float[] normalised(Samples samples) {
    float[] values = samples.normalised(preset.normalisation());
    if (predictor.network().feed() == ServedNetwork.Feed.PIXELS) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (values[i] + 1) * 127.5f;
      }
    }
    return values;
  }

  private Scores infer(int pictures, StageTimes times) {
    long start = System.nanoTime();
    try {
      if (pictures == input.pictures()) {
        return predictor.predict(input);
      }
      try (PixelTensor part = input.first(pictures)) {
        return predictor.predict(part);
      }
    } finally {
      times.add(Stage.INFER, start);
    }
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

  /** A picture whose samples stand at a place of the input tensor. */
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
