// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

/** The type of one sample (one channel of one pixel) in an input tensor. */
public enum SampleType {
  /** Unsigned bytes, 0 to 255: what presets that end in 8-bit pixels produce. */
  UINT8(1),
  /** 32-bit floats: what presets that interpolate in floating point produce. */
  FLOAT32(4);

  private final int bytes;

  SampleType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one sample. */
  public int bytes() {
    return bytes;
  }
}
