// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Decoded pixels: rows first, RGB, 8 bit. The array belongs to whoever made the picture. From an
 * {@link ImageDecoder} it is valid until that decoder's next call and must not be written to.
 */
public final class RgbImage implements DecodedImage {
  private final int width;
  private final int height;
  private final byte[] rgb;
  private final Caveats caveats;

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
    if (width < 1 || height < 1 || 3L * width * height > rgb.length) {
      throw new IllegalArgumentException(
          "A picture of " + width + "x" + height + " pixels in " + rgb.length + " bytes");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.caveats = caveats;
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
