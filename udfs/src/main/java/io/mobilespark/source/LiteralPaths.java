// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/**
 * Reads what lies at paths that a run made or was given whole, whatever characters these have:
 * {@code out[1]} is a folder and no pattern.
 */
public final class LiteralPaths {
  /** Spark's own switch for patterns; a boolean. */
  public static final String GLOBS = "__globPaths__";

  private LiteralPaths() {}

  /**
   * A reader of files and of all that lies below folders, hidden names aside. The names of folders
   * make no columns.
   *
   * <p>Without patterns Spark 4.1 lists all paths once more for each of them that looks like one,
   * and would read every file as often; a recursive lookup takes each once.
   */
  public static DataFrameReader below(SparkSession session) {
    return session.read().option(GLOBS, false).option("recursiveFileLookup", true);
  }

  /** A path as a pattern that nothing else fits: a name may hold a glob's characters. */
  public static String literal(String path) {
    return path.replaceAll("([\\\\{}\\[\\]*?])", "\\\\$1");
  }
}
