// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.arrow;

import java.io.Serializable;

/**
 * Where a record batch ends: at the picture that would pass either limit. A picture larger than
 * {@code maxBytes} makes a batch of its own, so the memory of a batch is bounded by {@code
 * max(maxBytes, largest picture)}.
 *
 * @param maxRows pictures in a batch, 1 to 4096; also the largest batch given to the network
 * @param maxBytes bytes of encoded pictures in a batch, at least 64 KiB
 */
public record BatchLimits(int maxRows, long maxBytes) implements Serializable {
  /** 8 pictures read the weights of a MobileNet's late layers once, whose maps are small. */
  public static final BatchLimits DEFAULT = new BatchLimits(8, 16L << 20);

  /** Checks both limits. */
  public BatchLimits {
    if (maxRows < 1 || maxRows > 4096) {
      throw new IllegalArgumentException("Rows of a batch are 1 to 4096: " + maxRows);
    }
    if (maxBytes < 64 << 10 || maxBytes > 1L << 30) {
      throw new IllegalArgumentException("Bytes of a batch are 64 KiB to 1 GiB: " + maxBytes);
    }
  }
}
