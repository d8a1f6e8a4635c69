package io.mobilespark.jobs.config;

/**
 * Where a table goes.
 *
 * @param uri a folder that the run makes, on any Hadoop file system
 * @param overwrite whether a folder that is there is replaced, once the run has succeeded
 * @param compression Parquet's codec
 */
public record OutputSettings(String uri, boolean overwrite, Compression compression) {

  /** Parquet's codecs that are worth their time here. */
  public enum Compression {
    /** Fast, and read by everything. */
    SNAPPY,
    /** Smaller. */
    ZSTD
  }

  /** Checks the folder. */
  public OutputSettings {
    if (uri.isBlank()) {
      throw new IllegalArgumentException("--output needs a folder");
    }
  }
}
