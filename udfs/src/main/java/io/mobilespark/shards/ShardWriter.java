// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Writes pictures into a shard; the same pictures in the same order give the same bytes. */
public interface ShardWriter extends Closeable {
  /**
   * Adds a picture.
   *
   * @param name as {@link ShardEntry.Member#name}; not checked against earlier ones
   * @throws IllegalArgumentException when a reader would not give it back under this name
   */
  void add(String name, byte[] content, Optional<String> label) throws IOException;

  /** Ends the shard and closes its stream. */
  @Override
  void close() throws IOException;
}
