// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.io.Serializable;

/**
 * What a picture may ask for before memory is taken for it: a 49 KB PNG can declare 400 million
 * pixels.
 *
 * @param maxPixels width x height; at most 700 million, what an array of RGB bytes can hold
 * @param maxEncodedBytes length of the file
 */
public record ImageLimits(int maxPixels, int maxEncodedBytes) implements Serializable {
  /** 64 megapixels, 256 MiB. */
  public static final ImageLimits DEFAULT = new ImageLimits(64_000_000, 256 << 20);

  private static final int MOST_PIXELS = 700_000_000;

  /** Checks both. */
  public ImageLimits {
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "maxPixels is from 1 to " + MOST_PIXELS + ": " + maxPixels);
    }
    if (maxEncodedBytes < 1) {
      throw new IllegalArgumentException("maxEncodedBytes is 1 or more: " + maxEncodedBytes);
    }
  }

  void check(long width, long height) throws UnreadableException {
    if (width < 1 || height < 1) {
      throw UnreadableException.corrupt("declares " + width + "x" + height + " pixels");
    }
    // Each side first, so that the product cannot overflow.
    if (width > maxPixels || height > maxPixels || width * height > maxPixels) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE,
          "declares " + width + "x" + height + " pixels, more than " + maxPixels);
    }
  }
}
