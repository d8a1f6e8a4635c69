// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.PixelBuffer;

/**
 * Grey of 16 bits in 8, in the two ways of the presets' references: TensorFlow and OpenCV take the
 * upper half of each sample; Pillow keeps the number and takes what is above 255 for white.
 */
final class DeepGrey {
  private DeepGrey() {}

  /**
   * Makes a picture of both.
   *
   * @param samples an upper and a lower byte in each pixel; made to the grey of the upper
   * @param clipped takes Pillow's
   * @return the pixels of {@code clipped}
   */
  static byte[] split(PixelBuffer samples, PixelBuffer clipped) {
    int bytes = clipped.resize(samples.width(), samples.height());
    byte[] rgb = samples.rgb();
    byte[] clippedRgb = clipped.rgb();
    for (int at = 0; at < bytes; at += 3) {
      byte upper = rgb[at];
      byte pillows = upper == 0 ? rgb[at + 1] : (byte) 255;
      rgb[at + 1] = upper;
      rgb[at + 2] = upper;
      clippedRgb[at] = pillows;
      clippedRgb[at + 1] = pillows;
      clippedRgb[at + 2] = pillows;
    }
    return clippedRgb;
  }
}
