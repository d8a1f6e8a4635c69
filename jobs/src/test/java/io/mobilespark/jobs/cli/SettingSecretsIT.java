// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.FaultyFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of many kinds in settings of a local run, and every file and page that it makes. */
class SettingSecretsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final MarkedSecrets SECRETS = MarkedSecrets.random();

  @TempDir private Path folder;

  @Test
  void areInNoFileAndOnNoPage() throws Exception {
    Drawings drawings = Drawings.below(folder, 20, 2);
    Path events = Files.createDirectory(folder.resolve("events"));
    Path logging = folder.resolve("logging.properties");
    Files.writeString(
        logging,
        """
        rootLogger.level = debug
        rootLogger.appenderRef.out.ref = out
        appender.out.type = Console
        appender.out.name = out
        appender.out.target = SYSTEM_ERR
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %p %c: %m%n
        """);
    List<String> command =
        drawings.command("faulty:" + drawings.input(), folder.resolve("results/table"));
    SECRETS.settings().forEach((key, value) -> command.add("--conf=" + key + "=" + value));
    command.addAll(
        settings(
            "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
            "spark.hadoop.faulty.open.millis=500",
            "spark.ui.enabled=true",
            "spark.ui.port=0",
            "spark.logConf=true",
            "spark.eventLog.enabled=true",
            "spark.eventLog.compress=false",
            "spark.eventLog.dir=" + events.toUri()));
    try (JavaProcess run =
        CommandProcess.start(
            "label", folder, command, "-Dlog4j2.configurationFile=" + logging.toUri())) {
      run.awaitOutput(SparkPages.DRIVERS, 1, PATIENCE);
      Map<String, String> shown = new SparkPages().ofDriver(run);
      assertThat(shown.get("/environment")).contains("fs.unheard.of.opener", "redacted");
      shown.forEach(SECRETS::assertAbsent);
      assertThat(run.exitCode(PATIENCE)).as(run.output()).isZero();
    }
    assertThat(folder.resolve("results/table/_mobilespark/run.json"))
        .content()
        .contains("fs.unheard.of.opener=(hidden)", "spark.ui.port=0");
    assertThat(SECRETS.assertAbsentBelow(folder, file -> true)).isGreaterThan(20);
  }

  @Test
  void norInMessages() {
    String key = "spark.hadoop.fs.unheard.of.opener";
    String secret = SECRETS.settings().getOrDefault(key, "");
    for (List<String> wrong :
        List.of(
            List.of("label", "--conf", key + ":" + secret),
            List.of("label", "--conf", key + "=" + secret, "--secret=" + secret),
            List.of("label", "--stacktrace", "--conf=" + key + "=" + secret, key + "=" + secret),
            List.of("label", "--input", "https://somebody:" + secret + "@host/pictures"))) {
      CommandRun run = CommandRun.of(wrong);
      assertThat(run.exitCode()).isEqualTo(2);
      SECRETS.assertAbsent(wrong.toString().replace(secret, "…"), run.err() + run.out());
    }
  }

  private static List<String> settings(String... settings) {
    List<String> options = new ArrayList<>();
    for (String setting : settings) {
      options.addAll(List.of("--conf", setting));
    }
    return options;
  }
}
