// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Optional;

/**
 * Decoded pixels: rows first, RGB, 8 bit. The array belongs to whoever made the picture. From an
 * {@link ImageDecoder} it is valid until that decoder's next call and must not be written to.
 */
public final class RgbImage implements DecodedImage {
  private final int width;
  private final int height;
  private final byte[] rgb;
  private final Caveats caveats;
  private final Optional<byte[]> clipped;

  /**
   * Wraps pixels without a copy.
   *
   * @param rgb at least {@code height * width * 3} bytes; what follows them is ignored
   * @throws IllegalArgumentException for an empty picture or too short an array
   */
  public RgbImage(int width, int height, byte[] rgb) {
    this(width, height, rgb, Caveats.NONE);
  }

  RgbImage(int width, int height, byte[] rgb, Caveats caveats) {
    this(width, height, rgb, caveats, Optional.empty());
  }

  /**
   * A picture that not all readers show alike.
   *
   * @param clipped its pixels where what is above 8 bits is white, of the same length at least
   */
  RgbImage(int width, int height, byte[] rgb, Caveats caveats, Optional<byte[]> clipped) {
    if (width < 1 || height < 1 || 3L * width * height > rgb.length) {
      throw new IllegalArgumentException(
          "A picture of " + width + "x" + height + " pixels in " + rgb.length + " bytes");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.caveats = caveats;
    this.clipped = clipped;
  }

  /**
   * The picture as Pillow has it: grey of 16 bits is not brought to 8 there, and what is above 255
   * is white. Itself where that makes no difference.
   */
  RgbImage clipped() {
    return clipped.map(pixels -> new RgbImage(width, height, pixels, caveats)).orElse(this);
  }

  /** What is to be said of the picture. */
  public Caveats caveats() {
    return caveats;
  }

  /** Pixels per row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** The pixels, not copied; the array may be longer than {@code height * width * 3} bytes. */
  public byte[] rgb() {
    return rgb;
  }
}
