// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.jobs.testbed.SparkSubmit;
import io.mobilespark.jobs.testbed.StandaloneCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials of a store, and everything that a run writes or shows: logs at DEBUG of driver,
 * executors, master and worker, event log, plans, Spark's pages, run.json and the rest of the
 * table, error messages.
 */
class SecretsIT {
  private static final Duration AT_MOST = Duration.ofMinutes(4);

  private static final String LOGGING =
      """
      rootLogger.level = debug
      rootLogger.appenderRef.out.ref = out
      appender.out.type = Console
      appender.out.name = out
      appender.out.target = SYSTEM_ERR
      appender.out.layout.type = PatternLayout
      appender.out.layout.pattern = %d{HH:mm:ss} %p %c: %m%n
      """;

  private static final MarkedSecrets SECRETS = MarkedSecrets.random();

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static S3Server s3;

  @SuppressWarnings("NullAway.Init")
  private static StandaloneCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static Path logging;

  @BeforeAll
  static void start() throws IOException {
    drawings = Drawings.below(folder, 30, 2);
    s3 =
        S3Server.start(
            Files.createDirectory(folder.resolve("s3")), SECRETS.accessKey(), SECRETS.secretKey());
    s3.upload(drawings.set().folder(), "pictures");
    logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
    Files.createDirectory(folder.resolve("events"));
    cluster = StandaloneCluster.start(folder, 1, logging);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    s3.close();
  }

  @Test
  void areNowhereToBeFound() throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.hadoop.fs.s3a.access.key", SECRETS.accessKey());
    settings.put("spark.hadoop.fs.s3a.secret.key", SECRETS.secretKey());
    settings.put("spark.hadoop.fs.s3a.session.token", SECRETS.token());
    settings.putAll(SECRETS.settings());
    List<String> command = label(s3.endpoint(), "table");
    // On the job's own command line, which it notes, as well as on spark-submit's.
    settings.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    SparkSubmit submit = submit("given", Map.of()).with(settings);
    SparkPages pages = new SparkPages();
    Map<String, String> shown;
    try (JavaProcess run = submit.start("label", command)) {
      run.awaitOutput(SparkPages.DRIVERS, 1, AT_MOST);
      shown = pages.ofDriver(run);
      assertThat(run.exitCode(AT_MOST)).as("the job").isZero();
    }
    assertThat(shown.get("/environment")).contains("fs.s3a.secret.key", "redacted");
    assertThat(shown.get("environment")).contains("fs.s3a.session.token", "redacted");
    assertThat(shown.get("/SQL/execution/?id=0")).contains("Physical Plan");
    shown.forEach(SECRETS::assertAbsent);
    for (String daemon : List.of("master.log", "worker-0.log")) {
      String page = pages.ofDaemon(cluster.folder().resolve(daemon));
      assertThat(page).contains("io.mobilespark.jobs.cli.Main");
      SECRETS.assertAbsent(daemon, page);
    }
    Path copy = s3.download("table", folder.resolve("copy"));
    assertThat(copy.resolve("_mobilespark/run.json"))
        .content()
        .contains("fs.s3a.secret.key=(hidden)", "fs.s3a.access.key=(hidden)");
    // What is searched did tell all of the rest, in the driver and in the executor.
    assertThat(logs("label.log")).anyMatch(SecretsIT::tellsOfRequests);
    assertThat(logs("stderr")).anyMatch(SecretsIT::tellsOfRequests);
    assertNowhere();
  }

  @Test
  void norWhereAccessIsDenied() throws IOException {
    MarkedSecrets wrong = SECRETS.wrong();
    SparkSubmit.Ended denied =
        submit("denied", environment(wrong)).run("label", label(s3.endpoint(), "denied"), AT_MOST);
    assertThat(denied.exitCode()).isEqualTo(1);
    assertThat(complaint(denied)).contains("Status Code: 403");
    wrong.assertAbsent("denied", denied.output());
    assertNowhere();
  }

  @Test
  void norWhereNothingListens() throws IOException {
    URI nobody = URI.create("http://127.0.0.1:9");
    SparkSubmit.Ended ended =
        submit("nobody", environment(SECRETS)).run("label", label(nobody, "nobody"), AT_MOST);
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(complaint(ended)).contains("Connection refused");
    assertNowhere();
  }

  @Test
  void wouldBeFoundInLogsThatAreNotKeptQuiet() {
    String log = CapturedLog.of("org.apache.http.headers", () -> s3.holds("pictures"));
    assertThat(log).contains("Authorization: AWS4-HMAC-SHA256 Credential=");
    assertThatThrownBy(() -> SECRETS.assertAbsent("log", log)).isInstanceOf(AssertionError.class);
  }

  private static String complaint(SparkSubmit.Ended ended) {
    return ended
        .output()
        .lines()
        .filter(line -> line.startsWith("mobilespark: "))
        .findFirst()
        .orElse("");
  }

  private static void assertNowhere() throws IOException {
    // The server itself has to know its keys.
    long searched =
        SECRETS.assertAbsentBelow(
            folder, file -> !String.valueOf(file.getFileName()).startsWith("s3proxy."));
    assertThat(searched).isGreaterThan(40);
  }

  private static List<Path> logs(String name) throws IOException {
    try (Stream<Path> found = Files.find(folder, 5, (file, is) -> file.endsWith(name))) {
      return found.toList();
    }
  }

  private static boolean tellsOfRequests(Path log) {
    try {
      return Files.readString(log).contains("DEBUG software.amazon.awssdk.request: ");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> environment(MarkedSecrets secrets) {
    return Map.of(
        "AWS_ACCESS_KEY_ID", secrets.accessKey(),
        "AWS_SECRET_ACCESS_KEY", secrets.secretKey(),
        "AWS_SESSION_TOKEN", secrets.token());
  }

  private static SparkSubmit submit(String name, Map<String, String> environment)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.memoryOverhead", "512m");
    settings.put("spark.executor.extraJavaOptions", "-Dlog4j2.configurationFile=" + logging);
    settings.put("spark.ui.enabled", "true");
    settings.put("spark.ui.port", "0");
    settings.put("spark.eventLog.enabled", "true");
    settings.put("spark.eventLog.compress", "false");
    settings.put("spark.eventLog.dir", folder.resolve("events").toUri().toString());
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put("TF_CPP_MIN_LOG_LEVEL", "3");
    return new SparkSubmit(
        cluster.home(),
        cluster.url(),
        Files.createDirectory(folder.resolve(name)),
        Path.of("..", "conf", "standalone.properties").toAbsolutePath().normalize(),
        settings,
        variables,
        logging);
  }

  private static List<String> label(URI endpoint, String output) {
    List<String> command =
        new ArrayList<>(drawings.command(s3.uri("pictures"), s3.uri(output), "--stacktrace"));
    command.addAll(
        List.of(
            "--properties",
            Path.of("..", "conf", "s3-compatible.properties").toAbsolutePath().toString()));
    s3.settings(endpoint)
        .forEach(
            (key, value) -> {
              if (!key.endsWith(".key")) {
                command.addAll(List.of("--conf", "spark.hadoop.fs.s3a." + key + "=" + value));
              }
            });
    command.addAll(List.of("--conf", "spark.hadoop.fs.s3a.attempts.maximum=2"));
    command.addAll(List.of("--conf", "spark.hadoop.fs.s3a.retry.limit=1"));
    return command;
  }
}
