package io.mobilespark.jobs.pack;

import java.util.Locale;

/** How pictures lie in a shard. */
public enum PackFormat {
  /** WebDataset: each picture under its name, its label beside it. */
  TAR("tar"),
  /** Columns {@code path, content, length} and, where it is kept, {@code label}. */
  PARQUET("parquet");

  /** How the names of shards begin, for markers. */
  static final String ANY_SHARD = "shard-*";

  private final String extension;

  PackFormat(String extension) {
    this.extension = extension;
  }

  /** The name of a shard's file. */
  String file(int shard) {
    return String.format(Locale.ROOT, "shard-%06d.%s", shard, extension);
  }
}
