// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.util.Locale;

/** How pictures lie in a shard. */
public enum PackFormat {
  /** WebDataset: each picture under its name, its label beside it. */
  TAR("tar"),
  /** Columns {@code path, content, length} and, where it is kept, {@code label}. */
  PARQUET("parquet");

  /** How the names of shards begin. */
  static final String SHARDS = "shard-";

  private final String extension;

  PackFormat(String extension) {
    this.extension = extension;
  }

  /**
   * The name of a shard's file.
   *
   * @param shards how all of them begin
   */
  String file(String shards, int shard) {
    return String.format(Locale.ROOT, "%s%06d.%s", shards, shard, extension);
  }
}
