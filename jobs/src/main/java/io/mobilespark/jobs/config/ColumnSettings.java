package io.mobilespark.jobs.config;

import java.util.Optional;

/**
 * Which columns of a table hold what.
 *
 * @param format Spark's name of the table's format; empty for what the files' names say
 * @param content the picture as a file holds it, binary
 * @param key what names the picture, unique
 * @param label what the picture shows; empty when nothing says so
 * @param manifest the URI of a picture, in a manifest that is a table
 */
public record ColumnSettings(
    Optional<String> format, String content, String key, Optional<String> label, String manifest) {
  /** As in Spark's own table of binary files. */
  public static final ColumnSettings DEFAULT =
      new ColumnSettings(Optional.empty(), "content", "path", Optional.empty(), "path");
}
