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
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.inference.PreparedPicture.Refused;
import io.mobilespark.inference.PreparedPicture.Sampled;
import io.mobilespark.inference.StageTimes.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From encoded pictures to input tensors: decodes each picture once and preprocesses it once per
 * preset and kind of input. Owns the tensors; used by one thread.
 */
final class PictureInputs implements AutoCloseable {
  private final ImageDecoder decoder;
  private final int maxRows;
  private final Map<InputBatch.Kind, InputBatch> inputs = new LinkedHashMap<>();

  PictureInputs(ImageLimits images, int maxRows) {
    this.decoder = new ImageDecoder(images);
    this.maxRows = maxRows;
  }

  /** The input for a network, which others of the same kind share. Stays this object's. */
  InputBatch input(ServedNetwork network, Preset preset) {
    return inputs.computeIfAbsent(
        InputBatch.Kind.of(network, preset), kind -> new InputBatch(network, preset, maxRows));
  }

  /**
   * Fills the inputs with a batch.
   *
   * @return one entry a row; those sampled have the places from 0 on, in order
   */
  List<PreparedPicture> prepare(RecordBatch batch, StageTimes times) {
    if (batch.rows() > maxRows) {
      throw new IllegalArgumentException(
          "A batch of " + batch.rows() + " rows, at most " + maxRows);
    }
    List<PreparedPicture> prepared = new ArrayList<>(batch.rows());
    int filled = 0;
    for (int row = 0; row < batch.rows(); row++) {
      PreparedPicture picture = prepare(batch, row, filled, times);
      filled += picture instanceof Sampled ? 1 : 0;
      prepared.add(picture);
    }
    return prepared;
  }

  private PreparedPicture prepare(RecordBatch batch, int row, int place, StageTimes times) {
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

  @Override
  public void close() {
    inputs.values().forEach(InputBatch::close);
    inputs.clear();
  }
}
