// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a table goes.
 *
 * @param uri a folder that the run makes, on any Hadoop file system
 * @param overwrite whether a folder that is there is replaced, once the run has succeeded
 * @param compression Parquet's codec
 */
public record OutputSettings(String uri, boolean overwrite, Compression compression) {

  /** Catalogue, schema and table: three identifiers or more, and nothing of a path about them. */
  private static final Pattern TABLE_NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:[.][A-Za-z_][A-Za-z0-9_]*){2,}");

  /** Of a catalogue that is configured, fewer identifiers are enough. */
  private static final Pattern SHORT_NAME =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:[.][A-Za-z_][A-Za-z0-9_]*)+");

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
    if (TABLE_NAME.matcher(uri).matches()) {
      throw table(uri);
    }
  }

  /**
   * Refuses what is the name of a table in a catalogue that the session knows.
   *
   * @param catalogues whether a catalogue of a name is configured
   */
  public OutputSettings inNone(Predicate<String> catalogues) {
    Matcher name = SHORT_NAME.matcher(uri);
    if (name.matches() && catalogues.test(name.group(1))) {
      throw table(uri);
    }
    return this;
  }

  private static IllegalArgumentException table(String uri) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "--output %s is the name of a catalogue's table, which cannot be written yet; a folder"
                + " of that name is ./%s",
            uri,
            uri));
  }
}
