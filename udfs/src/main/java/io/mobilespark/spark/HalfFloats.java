// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Half floats (IEEE 754 binary16), little-endian: what Java 17 has no type for. */
public final class HalfFloats {
  private static final int LARGEST = 0x7bff;

  private HalfFloats() {}

  /**
   * Values to the nearest half float, ties to even. What is beyond the largest, 65,504, becomes
   * infinite.
   */
  public static byte[] toBytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(half(value));
    }
    return bytes.array();
  }

  /** The values of half floats, exactly. */
  public static float[] toFloats(byte[] bytes) {
    ByteBuffer halves = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.length / Short.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(halves.getShort());
    }
    return values;
  }

  static short half(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (size < 0x1p-14f) {
      // Subnormal: multiples of 2^-24; rint rounds ties to even.
      return (short) (sign | (int) Math.rint(size * 0x1p24));
    }
    int bits = Float.floatToRawIntBits(size);
    // Half a unit of the last place that stays, less one for what is even already.
    int rounded = bits + 0x0fff + ((bits >>> 13) & 1);
    int half = (rounded >>> 13) - (112 << 10);
    return (short) (sign | (half > LARGEST ? 0x7c00 : half));
  }

  static float value(short half) {
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    float size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = fraction * 0x1p-24f;
    } else {
      size = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return (half & 0x8000) == 0 ? size : -size;
  }
}
