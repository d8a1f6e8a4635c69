package io.mobilespark.jobs.benchmark;

import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.InputBatch;
import io.mobilespark.inference.Predictor;
import java.util.List;

/**
 * The parts of a task: decoding, preprocessing, inference.
 *
 * @param encoded pictures that can be decoded
 * @param predictor shared by all threads
 * @param preset the preprocessing
 */
record Parts(List<byte[]> encoded, Predictor predictor, Preset preset) {
  /** Decoded pictures are large: as many as a core's caches cannot hold are enough. */
  private static final int DECODED = 32;

  /** Encoded bytes to pixels. */
  Part decoding() {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    return new Part() {
      @Override
      public int run(int round) {
        decoder.decode(encoded.get(round % encoded.size()));
        return 1;
      }

      @Override
      public void close() {}
    };
  }

  /** Pixels to the input tensor. */
  Part preprocessing() {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    List<RgbImage> images =
        encoded.stream()
            .limit(DECODED)
            .map(bytes -> (RgbImage) decoder.decode(bytes))
            .map(image -> new RgbImage(image.width(), image.height(), image.rgb().clone()))
            .toList();
    InputBatch input = new InputBatch(predictor.network(), preset, 1);
    return new Part() {
      @Override
      public int run(int round) {
        input.put(0, images.get(round % images.size()));
        return 1;
      }

      @Override
      public void close() {
        input.close();
      }
    };
  }

  /** A batch through the network. */
  Part inference(int batch) {
    InputBatch input = new InputBatch(predictor.network(), preset, batch);
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    for (int place = 0; place < batch; place++) {
      input.put(place, (RgbImage) decoder.decode(encoded.get(place % encoded.size())));
    }
    return new Part() {
      @Override
      public int run(int round) {
        return input.scores(predictor, batch).pictures();
      }

      @Override
      public void close() {
        input.close();
      }
    };
  }
}
