// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.IOException;
import java.io.Serializable;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Members of shards that are left out. Travels with a split and is asked in its task. */
@FunctionalInterface
public interface DoneMembers extends Serializable {
  /** None of any shard. */
  DoneMembers NONE = (shard, hadoop) -> Set.of();

  /**
   * Those of one shard.
   *
   * @param shard its path
   * @param hadoop how storage is reached
   * @return keys; others may be among them
   */
  Set<String> of(String shard, Configuration hadoop) throws IOException;
}
