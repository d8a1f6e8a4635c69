// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietCredentialsTest {
  private static final String SIGNER = "software.amazon.awssdk.auth.signer.Aws4Signer";
  private static final String REQUESTS = "software.amazon.awssdk.request";

  @BeforeEach
  void logEverything() {
    QuietCredentials.LOGGERS.forEach(name -> Configurator.setLevel(name, Level.TRACE));
    Configurator.setLevel(SIGNER, Level.TRACE);
    Configurator.setLevel(REQUESTS, Level.TRACE);
  }

  @AfterEach
  void logAsBefore() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Configuration configuration = context.getConfiguration();
    QuietCredentials.LOGGERS.forEach(configuration::removeLogger);
    configuration.removeLogger(SIGNER);
    configuration.removeLogger(REQUESTS);
    context.updateLoggers();
  }

  @Test
  void whatIsConfiguredForThemDoesNotHoldAnyMore() {
    assertThat(LogManager.getLogger("org.apache.http.headers").isDebugEnabled()).isTrue();
    QuietCredentials.here();
    for (String name : QuietCredentials.LOGGERS) {
      assertThat(LogManager.getLogger(name).getLevel()).as(name).isEqualTo(Level.INFO);
    }
    assertThat(LogManager.getLogger(SIGNER).getLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void whatIsQuieterStaysSo() {
    Configurator.setLevel(QuietCredentials.LOGGERS.get(0), Level.ERROR);
    QuietCredentials.here();
    assertThat(LogManager.getLogger(QuietCredentials.LOGGERS.get(0)).getLevel())
        .isEqualTo(Level.ERROR);
  }

  @Test
  void othersAreLeftAlone() {
    QuietCredentials.here();
    assertThat(LogManager.getLogger(REQUESTS).getLevel()).isEqualTo(Level.TRACE);
  }
}
