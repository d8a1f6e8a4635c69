// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Keeps those loggers above DEBUG that print a store's access key, secret or token, in the driver
 * and in every executor, whatever level is configured. A plugin of Spark, {@code
 * spark.plugins=io.mobilespark.spark.QuietCredentials}, which MobileSpark's jobs add by themselves.
 */
public final class QuietCredentials extends JvmPlugin {
  static final List<String> LOGGERS =
      List.of(
          // Requests as they are sent, and what of them is signed.
          "org.apache.http.headers",
          "org.apache.http.wire",
          "software.amazon.awssdk.auth.signer",
          "software.amazon.awssdk.http.auth",
          // A session's settings with their values.
          "org.apache.spark.sql.internal.SharedState");

  /** Does it in this JVM now; what is configured for these loggers later holds again. */
  public static void here() {
    // Another logging library than Spark's own has levels of its own.
    if (LogManager.getContext(false) instanceof LoggerContext) {
      LOGGERS.forEach(QuietCredentials::quiet);
    }
  }

  private static void quiet(String logger) {
    Level level = LogManager.getLogger(logger).getLevel();
    Configurator.setAllLevels(logger, level.isMoreSpecificThan(Level.INFO) ? level : Level.INFO);
  }

  @Override
  void inThisJvm() {
    here();
  }
}
