package io.mobilespark.inference;

import io.mobilespark.image.ByteSamples;
import io.mobilespark.image.FloatSamples;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Samples;
import io.mobilespark.inference.ServedNetwork.Feed;
import io.mobilespark.tensorflow.PixelTensor;

/** Pictures to what a network wants to be fed, by one preset. Used by one thread. */
final class InputSamples {
  private final Feed feed;
  private final Preset preset;
  private final Resampler resampler;

  InputSamples(ServedNetwork network, Preset preset) {
    this.feed = network.feed();
    this.preset = preset;
    this.resampler = preset.resampler(network.height(), network.width());
  }

  /** Writes a picture to a place of a tensor, counted from 0. */
  void write(RgbImage image, PixelTensor tensor, int place) {
    Samples samples = resampler.resample(image);
    if (feed != Feed.SAMPLES) {
      tensor.write(place, normalised(samples));
    } else if (samples instanceof ByteSamples bytes) {
      tensor.write(place, bytes.values());
    } else if (samples instanceof FloatSamples floats) {
      tensor.write(place, floats.values());
    }
  }

  /** A picture that another thread will write to a tensor. */
  QueuedSamples queued(RgbImage image) {
    Samples samples = resampler.resample(image);
    if (feed == Feed.SAMPLES && samples instanceof ByteSamples bytes) {
      byte[] own = bytes.values().clone();
      return (tensor, place) -> tensor.write(place, own);
    }
    float[] own =
        feed == Feed.SAMPLES && samples instanceof FloatSamples floats
            ? floats.values().clone()
            : normalised(samples);
    return (tensor, place) -> tensor.write(place, own);
  }

  /** For models of others, whose graphs do not begin with a preset's normalisation. */
  private float[] normalised(Samples samples) {
    float[] values = samples.normalised(preset.normalisation());
    if (feed == Feed.PIXELS) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (values[i] + 1) * 127.5f;
      }
    }
    return values;
  }
}
