// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.IOException;

/** A way to put pictures one after the other, being read. */
interface ShardFormat {
  /**
   * Reads on, by one member or so.
   *
   * @return false at the end
   * @throws BrokenShardException when nothing more can be found
   */
  boolean read(EntrySink sink) throws IOException;

  /** Hands over what was held back, once nothing more comes. */
  void finish(EntrySink sink);
}
