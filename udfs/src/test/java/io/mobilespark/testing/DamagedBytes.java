// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes as disks and foes do, the same way for the same seed. */
public final class DamagedBytes {
  private static final int HEADER = 4096;

  private final Random random;

  /** Damage of a seed. */
  public DamagedBytes(long seed) {
    random = new Random(seed);
  }

  /** A number from 0 to one below a bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Mostly a few bytes, where headers and configurations are; at times a cut or a repetition. */
  public byte[] to(byte[] whole) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(HEADER, bytes.length - from));
        System.arraycopy(whole, random.nextInt(bytes.length - length), bytes, from, length);
      }
      default -> {
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes; i++) {
          int at =
              random.nextInt(random.nextBoolean() ? bytes.length : Math.min(HEADER, bytes.length));
          bytes[at] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }
}
