// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/** Samples of a preset that ends in 8-bit pixels: unsigned bytes, 0 to 255. */
public final class ByteSamples implements Samples {
  private final int height;
  private final int width;
  private final byte[] values;

  ByteSamples(int height, int width) {
    this.height = height;
    this.width = width;
    this.values = new byte[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public float sample(int index) {
    return values[index] & 0xff;
  }

  /** The samples, not copied. */
  public byte[] values() {
    return values;
  }
}
