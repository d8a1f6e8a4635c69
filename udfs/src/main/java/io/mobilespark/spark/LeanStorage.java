// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import org.apache.hadoop.conf.Configuration;

/**
 * Sets of Hadoop what only its default resources can set, in the driver and in every executor: no
 * statistics per thread. A plugin of Spark, {@code spark.plugins=io.mobilespark.spark.LeanStorage},
 * which MobileSpark's jobs add by themselves. It holds before site files; a JVM that has opened a
 * file already stays as it is.
 */
public final class LeanStorage extends JvmPlugin {
  static final String RESOURCE = "io/mobilespark/spark/hadoop.xml";

  /** Does it in this JVM now; again does nothing. */
  public static void here() {
    Configuration.addDefaultResource(RESOURCE);
  }

  @Override
  void inThisJvm() {
    here();
  }
}
