// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.DecodedImage;
import io.mobilespark.image.Decoding;
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
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Decodes the rows of record batches, or says why one cannot be. Used by one thread. */
final class PictureDecoder {
  private final ImageDecoder decoder;

  /**
   * A decoder.
   *
   * @param presets of the networks that see the pictures, all of one decoding
   */
  PictureDecoder(ImageLimits images, Collection<Preset> presets) {
    Set<Decoding> decodings = presets.stream().map(Preset::decoding).collect(Collectors.toSet());
    if (decodings.size() != 1) {
      throw new IllegalArgumentException(
          "Networks that share a batch want its pictures decoded alike, not by " + decodings);
    }
    this.decoder = new ImageDecoder(images, decodings.iterator().next());
  }

  /**
   * Decodes a row.
   *
   * @param place that the picture takes, if it is one
   * @param preprocess given the picture, which the next one is written over
   */
  PreparedPicture prepare(
      RecordBatch batch, int row, int place, Consumer<RgbImage> preprocess, StageTimes times) {
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
    preprocess.accept(image);
    times.add(Stage.PREPROCESS, start);
    return new Sampled(picture.path(), image.width(), image.height(), place, image.caveats());
  }
}
