// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/** Samples of a preset that interpolates in floating point. */
public final class FloatSamples implements Samples {
  private final int height;
  private final int width;
  private final float[] values;

  FloatSamples(int height, int width) {
    this.height = height;
    this.width = width;
    this.values = new float[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
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
    return values[index];
  }

  /** The samples, not copied. */
  public float[] values() {
    return values;
  }
}
