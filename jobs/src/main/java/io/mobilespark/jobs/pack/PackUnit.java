// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * The pictures of one shard.
 *
 * @param file the shard's name in the output's folder
 * @param paths fully qualified
 * @param lengths in bytes as listed, one per path; not changed afterwards
 * @param names in the shard, one per path
 */
record PackUnit(String file, List<String> paths, long[] lengths, List<String> names)
    implements Serializable {
  PackUnit {
    paths = List.copyOf(paths);
    names = List.copyOf(names);
    if (paths.size() != lengths.length || paths.size() != names.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d paths, %d lengths, %d names",
              paths.size(),
              lengths.length,
              names.size()));
    }
  }
}
