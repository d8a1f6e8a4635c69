// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.Serializable;
import java.util.Set;

/**
 * A part of a plain tar that holds whole samples.
 *
 * @param from offset of its first header
 * @param to offset of the next part's first header, or the tar's length
 * @param last whether the tar's end is to be found in it
 * @param repeated offsets of members in it that the tar has again later
 */
public record TarRange(long from, long to, boolean last, Set<Long> repeated)
    implements Serializable {
  /** Checks the order. */
  public TarRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("A part of a tar from " + from + " to " + to);
    }
    repeated = Set.copyOf(repeated);
  }

  /** Bytes to be read, from {@link #from} on. */
  public long length() {
    return to - from;
  }
}
