// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Makes the samples of a network's input from decoded pixels, by one preset, for one input size.
 * Used by one thread; owns its scratch memory, whose size depends on the input and on a picture's
 * sides but not on its area, and takes none per picture when sizes repeat.
 */
public interface Resampler {

  /**
   * Resizes and crops.
   *
   * @param image only read
   * @return the same object at every call, with the samples of this picture
   */
  Samples resample(RgbImage image);
}
