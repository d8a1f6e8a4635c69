// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables on S3: who commits, what is seen meanwhile, what interrupted runs leave. */
class S3SinkIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static S3Server s3;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @BeforeAll
  static void start() throws IOException {
    drawings = Drawings.below(folder, 60, 0);
    s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void theMagicCommitterWritesWhatIsReplacedAndAddedTo() throws IOException {
    CommandRun first =
        CommandRun.of(
            label("table", "--input", drawings.input() + "/labels.csv", "--max-rejected", "100%"));
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(rows("table")).containsOnlyKeys("labels.csv");
    CommandRun refused = CommandRun.of(label("table"));
    assertThat(refused.complaints()).singleElement().asString().contains("is there already");

    CommandRun added = CommandRun.of(label("table", "--append"));
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(rows("table")).hasSize(61);
    assertWhole("table", 61, 2);

    CommandRun replaced =
        CommandRun.of(
            label(
                "table",
                "--overwrite",
                "--max-rejected",
                "100%",
                "--input",
                drawings.input() + "/classes.txt"));
    assertThat(replaced.exitCode()).as(replaced.err()).isZero();
    assertThat(rows("table")).containsOnlyKeys("classes.txt");
    assertWhole("table", 1, 1);
  }

  @Test
  void anotherCommitterIsNotAccepted() throws IOException {
    CommandRun run =
        CommandRun.of(
            label(
                "classic",
                "--conf",
                "spark.sql.sources.commitProtocolClass="
                    + "org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol",
                "--conf",
                "spark.sql.parquet.output.committer.class="
                    + "org.apache.parquet.hadoop.ParquetOutputCommitter"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .endsWith("was to be committed by S3A's magic committer, but _SUCCESS names classic");
    assertThat(keys("classic")).isEmpty();
  }

  @Test
  void anInterruptedRunIsResumedWithoutARowShownBefore() throws IOException {
    Path failing = Files.createDirectories(drawings.set().folder().resolve("x"));
    Files.writeString(failing.resolve("failing.png"), "listed");
    CommandRun failed = CommandRun.of(label("resumed"));
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(keys("resumed")).isNotEmpty().allMatch(key -> key.startsWith("_mobilespark/run/"));
    FaultyFileSystem.heal(true);
    long before = FaultyFileSystem.opened();
    CommandRun resumed = CommandRun.of(label("resumed", "--resume"));
    FaultyFileSystem.heal(false);
    Files.delete(failing.resolve("failing.png"));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(FaultyFileSystem.opened() - before).isBetween(1L, 23L);
    assertThat(rows("resumed")).hasSize(61);
    assertWhole("resumed", 61, 1);
  }

  @Test
  void twoRunsAtOnceAreOneTooMany() throws IOException {
    try (FileSystem files = s3.open();
        OutputStream lock =
            files.create(new org.apache.hadoop.fs.Path(s3.uri("busy/_mobilespark/lock.json")))) {
      lock.write(
          """
          {"run": "r", "host": "elsewhere", "pid": 1, "process_start": "", "since": "now"}
          """
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    CommandRun run = CommandRun.of(label("busy"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .contains("is in use by run r on elsewhere (process 1, since now)");
    assertThat(keys("busy")).containsExactly("_mobilespark/lock.json");
  }

  private static void assertWhole(String table, int pictures, int runs) throws IOException {
    assertThat(keys(table))
        .allMatch(
            key ->
                key.endsWith(".parquet")
                    || key.equals("_SUCCESS")
                    || key.equals("_mobilespark/run.json"));
    Path copy = s3.download(table, Files.createTempDirectory(folder, table).resolve("copy"));
    JsonNode success = new ObjectMapper().readTree(copy.resolve("_SUCCESS").toFile());
    assertThat(success.get("committer").asText()).isEqualTo("magic");
    JsonNode manifest = new ObjectMapper().readTree(copy.resolve("_mobilespark/run.json").toFile());
    assertThat(manifest.get("pictures").asInt()).isEqualTo(pictures);
    assertThat(manifest.get("runs")).hasSize(runs);
  }

  private static SortedMap<String, PredictedRow> rows(String table) throws IOException {
    return PredictedRow.byName(
        s3.download(table, Files.createTempDirectory(folder, table).resolve("copy")));
  }

  /** What lies below a table, object by object. */
  private static SortedSet<String> keys(String table) throws IOException {
    SortedSet<String> keys = new TreeSet<>();
    try (FileSystem files = s3.open()) {
      org.apache.hadoop.fs.Path below = new org.apache.hadoop.fs.Path(s3.uri(table));
      if (files.exists(below)) {
        RemoteIterator<LocatedFileStatus> found = files.listFiles(below, true);
        while (found.hasNext()) {
          keys.add(found.next().getPath().toString().substring(below.toString().length() + 1));
        }
      }
    }
    return keys;
  }

  private static List<String> label(String table, String... options) {
    List<String> given = new ArrayList<>(List.of(options));
    String input = drawings.input();
    if (given.contains("--input")) {
      input = given.remove(given.indexOf("--input") + 1);
      given.remove("--input");
    }
    List<String> command = drawings.command("faulty:" + input, s3.uri(table));
    command.addAll(List.of("--unit-pictures", "10"));
    command.addAll(
        List.of("--conf", "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName()));
    command.addAll(List.of("--conf", "spark.hadoop.fs.faulty.impl.disable.cache=true"));
    command.addAll(s3.options(s3.endpoint()));
    command.addAll(given);
    return command;
  }
}
