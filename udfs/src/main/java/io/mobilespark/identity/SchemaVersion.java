// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import io.mobilespark.MobileSparkException;
import java.util.Locale;

/**
 * The layout of what MobileSpark writes: the columns of tables and the fields of the files beside
 * them. It goes up by one with every change that an older version would read wrongly.
 *
 * <ul>
 *   <li>0: written before versions were, without the field {@code schema_version}.
 *   <li>1: as 0, with the field.
 * </ul>
 */
public final class SchemaVersion {
  /** The version that is written, and the highest that is read. */
  public static final int CURRENT = 1;

  private SchemaVersion() {}

  /**
   * Refuses what a later version has written.
   *
   * @param found the version it states
   * @param what it is, such as a table and where it lies
   * @throws MobileSparkException when it is later than {@link #CURRENT}
   */
  public static void requireReadable(int found, String what) {
    if (found > CURRENT) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s has the schema version %d, this MobileSpark reads up to %d: use a later one",
              what,
              found,
              CURRENT));
    }
  }
}
