// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;

/** What a logger of this JVM says at DEBUG while something runs. */
final class CapturedLog {
  private CapturedLog() {}

  static String of(String logger, Runnable work) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Configuration configuration = context.getConfiguration();
    StringWriter log = new StringWriter();
    Appender appender = WriterAppender.newBuilder().setName(logger).setTarget(log).build();
    appender.start();
    LoggerConfig before = configuration.getLoggers().get(logger);
    LoggerConfig captured = new LoggerConfig(logger, Level.DEBUG, false);
    captured.addAppender(appender, Level.DEBUG, null);
    configuration.removeLogger(logger);
    configuration.addLogger(logger, captured);
    context.updateLoggers();
    try {
      work.run();
    } finally {
      configuration.removeLogger(logger);
      if (before != null) {
        configuration.addLogger(logger, before);
      }
      context.updateLoggers();
    }
    return log.toString();
  }
}
