// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.InputBatch;
import io.mobilespark.inference.Predictor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parts of a task: decoding, preprocessing, inference.
 *
 * @param encoded pictures that can be decoded
 * @param predictor shared by all threads
 * @param preset the preprocessing
 */
record Parts(List<byte[]> encoded, Predictor predictor, Preset preset) {
  private static final int DECODED = 25;

  /** A task preprocesses what it has just decoded: most of these find the picture in a cache. */
  private static final int IN_A_ROW = 8;

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
      public int turn() {
        return encoded.size();
      }

      @Override
      public void close() {}
    };
  }

  /** Pixels to the input tensor. */
  Part preprocessing() {
    List<RgbImage> images = decoded();
    InputBatch input = new InputBatch(predictor.network(), preset, 1);
    return new Part() {
      @Override
      public int run(int round) {
        input.put(0, images.get(round / IN_A_ROW % images.size()));
        return 1;
      }

      @Override
      public int turn() {
        return IN_A_ROW * images.size();
      }

      @Override
      public void close() {
        input.close();
      }
    };
  }

  /** Evenly from the sample, with pixels of their own. */
  private List<RgbImage> decoded() {
    int count = Math.min(DECODED, encoded.size());
    return IntStream.range(0, count)
        .mapToObj(i -> encoded.get((int) ((i + 0.5) * encoded.size() / count)))
        .map(bytes -> (RgbImage) new ImageDecoder(ImageLimits.DEFAULT).decode(bytes))
        .toList();
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
