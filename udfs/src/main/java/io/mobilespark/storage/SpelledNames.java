// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.MobileSparkException;
import java.nio.charset.Charset;
import java.util.Locale;

/**
 * Names of files on local disks, which this JVM spells as the locale said when it began: where that
 * knows ASCII only, files of other names are there and cannot be opened.
 */
public final class SpelledNames {
  private static final String ENCODING = System.getProperty("sun.jnu.encoding", "UTF-8");

  private SpelledNames() {}

  /**
   * Fails unless a file of this name could be opened.
   *
   * @throws MobileSparkException that says what to set
   */
  public static void require(String path) {
    require(path, ENCODING);
  }

  static void require(String path, String encoding) {
    if (!isAscii(path) && !canSpell(path, encoding)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The locale of this JVM spells names of files in %s, and not %s; LC_ALL=C.UTF-8 has"
                  + " to be set before it starts, for executors by spark.executorEnv.LC_ALL",
              encoding,
              path));
    }
  }

  private static boolean isAscii(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean canSpell(String path, String encoding) {
    return Charset.isSupported(encoding) && Charset.forName(encoding).newEncoder().canEncode(path);
  }

  /** Whether names are spelled in Unicode, so that what is no letter of it is no name of its. */
  public static boolean isUnicode() {
    return ENCODING.equalsIgnoreCase("UTF-8");
  }
}
