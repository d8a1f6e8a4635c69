// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.util.zip.CRC32C;

/**
 * TFRecord's checksum: a CRC-32C rotated right by 15 bits, plus a constant (TensorFlow,
 * tensorflow/core/lib/hash/crc32c.h).
 */
final class MaskedCrc {
  private static final int DELTA = 0xa282ead8;

  private MaskedCrc() {}

  static int of(byte[] bytes, int start, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, start, count);
    return Integer.rotateRight((int) crc.getValue(), 15) + DELTA;
  }
}
