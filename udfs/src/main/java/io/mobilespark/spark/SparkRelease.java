// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.MobileSparkException;
import java.util.Locale;

/** The release of Spark that is at hand, which may be older than what this was compiled for. */
public final class SparkRelease {
  private static final int OLDEST_MAJOR = 4;

  private SparkRelease() {}

  /**
   * Nothing when this Spark is new enough.
   *
   * @throws MobileSparkException with the release, instead of a method that is missing somewhere
   */
  public static void check() {
    check(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  static void check(String version) {
    int end = version.indexOf('.');
    String major = end < 0 ? version : version.substring(0, end);
    // A vendor's name for a release of its own says nothing of its age.
    if (major.matches("[0-9]{1,3}") && Integer.parseInt(major) < OLDEST_MAJOR) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "This is Spark %s, and MobileSpark needs Spark %d.0 or later for Scala 2.13",
              version,
              OLDEST_MAJOR));
    }
  }
}
