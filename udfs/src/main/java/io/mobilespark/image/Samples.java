// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.Normalisation;

/**
 * What a preset makes of a picture: {@code height x width x 3} samples, rows first, red first,
 * before normalisation. The array belongs to the {@link Resampler} that filled it and is valid
 * until that resampler's next call.
 */
public sealed interface Samples permits ByteSamples, FloatSamples {

  /** Rows. */
  int height();

  /** Pixels per row. */
  int width();

  /** Height x width x 3. */
  default int count() {
    return height() * width() * 3;
  }

  /** One sample as a number; bytes are unsigned. */
  float sample(int index);

  /**
   * What the first convolution sees, computed as the graph does: in float32, {@code ((x / divisor)
   * - mean) / deviation}.
   *
   * @return a new array of {@link #count()} values
   */
  default float[] normalised(Normalisation normalisation) {
    float[] input = new float[count()];
    for (int channel = 0; channel < 3; channel++) {
      float mean = normalisation.mean().get(channel);
      float deviation = normalisation.deviation().get(channel);
      for (int i = channel; i < input.length; i += 3) {
        input[i] = ((sample(i) / normalisation.divisor()) - mean) / deviation;
      }
    }
    return input;
  }
}
