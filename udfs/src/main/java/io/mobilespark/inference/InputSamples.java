// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.image.ByteSamples;
import io.mobilespark.image.FloatSamples;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Samples;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import java.util.Optional;

/** Pictures to what a network wants to be fed, by one preset. Used by one thread. */
final class InputSamples {
  private final Optional<Normalisation> normalisation;
  private final SampleType type;
  private final Resampler resampler;

  InputSamples(ServedNetwork network, Preset preset) {
    this.normalisation = normalisation(network, preset);
    this.type = network.inputType();
    this.resampler = preset.resampler(network.height(), network.width());
  }

  /** What is done to samples outside of the network; nothing where its graph normalises them. */
  static Optional<Normalisation> normalisation(ServedNetwork network, Preset preset) {
    return network.takesSamples()
        ? Optional.empty()
        : Optional.of(preset.normalisation(network.range()));
  }

  /** Writes a picture to a place of a tensor, counted from 0. */
  void write(RgbImage image, PixelTensor tensor, int place) {
    Samples samples = resampler.resample(image);
    if (type == SampleType.UINT8) {
      tensor.write(place, bytes(samples));
    } else {
      tensor.write(place, floats(samples));
    }
  }

  /** A picture that another thread will write to a tensor. */
  QueuedSamples queued(RgbImage image) {
    Samples samples = resampler.resample(image);
    if (type == SampleType.UINT8) {
      byte[] own = bytes(samples).clone();
      return (tensor, place) -> tensor.write(place, own);
    }
    float[] own = floats(samples).clone();
    return (tensor, place) -> tensor.write(place, own);
  }

  private byte[] bytes(Samples samples) {
    if (samples instanceof ByteSamples bytes) {
      return bytes.values();
    }
    float[] values = floats(samples);
    byte[] rounded = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (byte) Math.rint(Math.max(0, Math.min(255, values[i])));
    }
    return rounded;
  }

  private float[] floats(Samples samples) {
    return normalisation
        .map(samples::normalised)
        .orElseGet(
            () ->
                samples instanceof FloatSamples floats
                    ? floats.values()
                    : samples.normalised(Normalisation.NONE));
  }
}
