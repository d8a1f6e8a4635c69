package io.mobilespark.jobs.benchmark;

import io.mobilespark.image.ByteSamples;
import io.mobilespark.image.FloatSamples;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Samples;
import io.mobilespark.inference.Predictor;
import io.mobilespark.tensorflow.PixelTensor;
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
    PixelTensor tensor = predictor.newInput(1);
    Resampler resampler =
        preset.resampler(predictor.network().height(), predictor.network().width());
    return new Part() {
      @Override
      public int run(int round) {
        write(resampler.resample(images.get(round % images.size())), tensor);
        return 1;
      }

      @Override
      public void close() {
        tensor.close();
      }
    };
  }

  /** A batch through the network. */
  Part inference(int batch) {
    PixelTensor tensor = predictor.newInput(batch);
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    Resampler resampler =
        preset.resampler(predictor.network().height(), predictor.network().width());
    for (int place = 0; place < batch; place++) {
      RgbImage image = (RgbImage) decoder.decode(encoded.get(place % encoded.size()));
      write(resampler.resample(image), tensor, place);
    }
    return new Part() {
      @Override
      public int run(int round) {
        return predictor.predict(tensor).pictures();
      }

      @Override
      public void close() {
        tensor.close();
      }
    };
  }

  private static void write(Samples samples, PixelTensor tensor) {
    write(samples, tensor, 0);
  }

  private static void write(Samples samples, PixelTensor tensor, int place) {
    if (samples instanceof ByteSamples bytes) {
      tensor.write(place, bytes.values());
    } else if (samples instanceof FloatSamples floats) {
      tensor.write(place, floats.values());
    }
  }
}
