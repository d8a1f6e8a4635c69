// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import java.util.Optional;

/**
 * Which columns of a table hold what.
 *
 * @param format Spark's name of the table's format; empty for what the files' names say
 * @param content the picture as a file holds it, binary
 * @param key what names the picture; unique unless doubles are kept
 * @param label what the picture shows; empty when nothing says so
 * @param keepsDoubles whether a key may stand in several rows, each of them a picture
 * @param manifest the URI of a picture, in a manifest that is a table
 */
public record ColumnSettings(
    Optional<String> format,
    String content,
    String key,
    Optional<String> label,
    boolean keepsDoubles,
    String manifest) {
  /** As in Spark's own table of binary files. */
  public static final ColumnSettings DEFAULT =
      new ColumnSettings(Optional.empty(), "content", "path", Optional.empty(), false, "path");
}
