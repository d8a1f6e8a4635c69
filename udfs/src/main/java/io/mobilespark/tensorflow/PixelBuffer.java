// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

/**
 * Decoded pixels in an array that grows and is reused from picture to picture: rows first, RGB, 8
 * bit. Used by one thread.
 */
public final class PixelBuffer {
  /** What is kept between pictures: a picture above it gets an array of its own size. */
  private static final int KEPT_BYTES = 24 << 20;

  private byte[] rgb = new byte[0];
  private int width;
  private int height;

  /** Pixels per row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /**
   * The pixels; the array may be longer than {@code height * width * 3} bytes. It stays the
   * buffer's and is overwritten by the next picture.
   */
  public byte[] rgb() {
    return rgb;
  }

  /**
   * Takes the size of the next picture; the pixels are undefined until written.
   *
   * @return the number of bytes to be written
   * @throws IllegalArgumentException for a size below 1, or beyond what an array can hold
   */
  public int resize(int newWidth, int newHeight) {
    long bytes = 3L * newWidth * newHeight;
    if (newWidth < 1 || newHeight < 1 || bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("A picture of " + newWidth + "x" + newHeight + " pixels");
    }
    boolean tooShort = rgb.length < bytes;
    boolean tooLong = rgb.length > KEPT_BYTES && bytes <= KEPT_BYTES;
    if (tooShort || tooLong) {
      rgb = new byte[(int) bytes];
    }
    width = newWidth;
    height = newHeight;
    return (int) bytes;
  }
}
