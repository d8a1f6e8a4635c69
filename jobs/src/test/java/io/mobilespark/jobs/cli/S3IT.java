// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import io.mobilespark.jobs.testbed.Fault;
import io.mobilespark.jobs.testbed.FaultProxy;
import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.PrefetchLimits;
import io.mobilespark.storage.TaskStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures, weights, truth, tables and reports on S3, undisturbed and with requests that fail. */
class S3IT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static S3Server s3;

  @SuppressWarnings("NullAway.Init")
  private static FaultProxy proxy;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static SortedMap<String, PredictedRow> reference;

  @BeforeAll
  static void start() throws IOException {
    // S3A waits 15 s at least for anything otherwise, a stalled request included.
    AWSClientConfig.setMinimumOperationDuration(Duration.ofMillis(100));
    drawings = Drawings.below(folder, 80, 5);
    s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
    proxy = FaultProxy.before(s3.endpoint());
    s3.upload(drawings.set().folder(), "pictures");
    s3.upload(drawings.weights(), "weights.h5");
    Path output = folder.resolve("reference");
    CommandRun run = CommandRun.of(drawings.command(drawings.input(), output));
    assertThat(run.exitCode()).as(run.err()).isZero();
    reference = PredictedRow.byName(output);
    assertThat(reference).hasSize(drawings.files());
  }

  @AfterAll
  static void stop() {
    AWSClientConfig.resetMinimumOperationDuration();
    proxy.close();
    s3.close();
  }

  @BeforeEach
  void calm() {
    proxy.calm();
  }

  @Test
  void labelAndEvaluateFromAndToS3() throws IOException {
    CommandRun label = CommandRun.of(label("table"));
    assertThat(label.exitCode()).as(label.err()).isZero();
    assertSame("table");
    List<String> command = new ArrayList<>(List.of("evaluate", "--predictions", s3.uri("table")));
    command.addAll(List.of("--truth", s3.uri("pictures/labels.csv")));
    command.addAll(List.of("--truth-classes", s3.uri("pictures/classes.txt")));
    command.addAll(List.of("--report", s3.uri("report"), "--master", "local[2]"));
    command.addAll(storage());
    CommandRun evaluate = CommandRun.of(command);
    assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("Top-1");
    assertThat(s3.holds("report/report.json")).isTrue();
  }

  @Test
  void aTenthOfTheRequestsFailsAndTheRowsAreTheSame() throws IOException {
    proxy.stall(Duration.ofSeconds(4));
    proxy.disturb(0.1, 20260101);
    CommandRun run = CommandRun.of(label("disturbed"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(proxy.happened()).containsOnlyKeys(Fault.values());
    proxy.calm();
    assertSame("disturbed");
  }

  @Test
  void shardsThatFailToComeGiveTheSameRows() throws IOException {
    List<Path> pictures = PackedDrawings.of(drawings).pictures();
    Path shards = Files.createDirectory(folder.resolve("shards"));
    for (int from = 0; from < pictures.size(); from += 5) {
      List<Path> some = pictures.subList(from, Math.min(from + 5, pictures.size()));
      new PackedDrawings(some).tar(shards.resolve(from + ".tar"));
    }
    s3.upload(shards, "shards");
    proxy.stall(Duration.ofSeconds(4));
    proxy.disturb(0.2, 20260102);
    CommandRun run = CommandRun.of(label("shards", "of-shards"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(proxy.happened()).containsOnlyKeys(Fault.values());
    proxy.calm();
    Path copy = s3.download("of-shards", folder.resolve("copy-of-shards"));
    SortedMap<String, PredictedRow> rows = new TreeMap<>();
    PredictedRow.byName(copy)
        .forEach((name, row) -> rows.put(name.substring(name.indexOf('#') + 1), row));
    assertThat(rows).hasSize(pictures.size());
    rows.forEach((name, row) -> row.assertLike(reference.getOrDefault(name, PredictedRow.NONE)));
  }

  @Test
  void aListedPictureTakesOneRequest() throws IOException {
    Configuration hadoop = hadoop();
    // Nothing is asked for of an object that is known to be empty.
    List<PictureFile> files =
        new PictureListing(hadoop)
            .list(List.of(s3.uri("pictures"))).stream().filter(file -> file.length() > 0).toList();
    ObjectSplit split =
        new ObjectSplit(
            files.stream().map(PictureFile::path).toList(),
            files.stream().mapToLong(PictureFile::length).toArray());
    long before = proxy.requests();
    List<FetchedPicture> read = read(split, hadoop);
    assertThat(read).hasSizeGreaterThan(80).hasOnlyElementsOfType(FetchedPicture.Encoded.class);
    assertThat(proxy.requests() - before).isEqualTo(files.size());
  }

  @Test
  void aPictureThatChangedSinceItWasListedIsARowWithAReason() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("changing"));
    Files.write(pictures.resolve("a.jpg"), new byte[5000]);
    String zeros = told(new FetchedPicture.Encoded("", new byte[5000]));
    s3.upload(pictures, "changing");
    String there = s3.uri("changing/a.jpg");
    Configuration hadoop = hadoop();
    ObjectSplit split =
        new ObjectSplit(
            List.of(there, there, there, there, s3.uri("changing/gone.jpg")),
            new long[] {5000, 4999, 5001, ObjectSplit.UNKNOWN, 5000});
    List<FetchedPicture> read = read(split, hadoop);
    assertThat(read)
        .map(S3IT::told)
        .containsExactly(
            zeros,
            "IO_ERROR longer than the 4999 bytes listed: changed meanwhile",
            "IO_ERROR shorter than the 5001 bytes listed: changed meanwhile",
            zeros,
            "NOT_FOUND gone since it was listed");
  }

  @Test
  void aPictureOfWhichTheAnswerEndsEarlyIsAskedForAgain() throws IOException {
    List<PictureFile> files =
        new PictureListing(hadoop()).list(List.of(s3.uri("pictures"))).subList(0, 40);
    ObjectSplit split =
        new ObjectSplit(
            files.stream().map(PictureFile::path).toList(),
            files.stream().mapToLong(PictureFile::length).toArray());
    Configuration hadoop = hadoop();
    List<String> undisturbed = read(split, hadoop).stream().map(S3IT::told).toList();
    proxy.disturb(0.3, 20260103, Fault.TRUNCATION);
    assertThat(read(split, hadoop)).map(S3IT::told).isEqualTo(undisturbed);
    assertThat(proxy.happened().getOrDefault(Fault.TRUNCATION, 0)).isGreaterThan(5);
  }

  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    s3.settings(proxy.endpoint()).forEach((key, value) -> hadoop.set("fs.s3a." + key, value));
    return hadoop;
  }

  private static List<FetchedPicture> read(ObjectSplit split, Configuration hadoop)
      throws IOException {
    List<FetchedPicture> read = new ArrayList<>();
    TaskStorage storage = new TaskStorage(hadoop, 1 << 26, PrefetchLimits.DEFAULT, () -> false);
    try (PictureStream stream = split.open(storage)) {
      while (stream.hasNext()) {
        read.add(stream.next());
      }
    }
    return read;
  }

  private static String told(FetchedPicture picture) {
    return picture instanceof FetchedPicture.Unfetched unfetched
        ? unfetched.reason() + " " + unfetched.detail()
        : "content " + Arrays.hashCode(((FetchedPicture.Encoded) picture).content());
  }

  private static List<String> label(String output) {
    return label("pictures", output);
  }

  private static List<String> label(String input, String output) {
    List<String> command = drawings.command(s3.uri(input), s3.uri(output));
    command.set(command.indexOf("--weights") + 1, s3.uri("weights.h5"));
    command.set(command.indexOf("--classes") + 1, s3.uri("pictures/classes.txt"));
    command.addAll(storage());
    return command;
  }

  private static List<String> storage() {
    List<String> options =
        new ArrayList<>(List.of("--properties", "../conf/s3-compatible.properties"));
    s3.settings(proxy.endpoint()).forEach((key, value) -> options.addAll(s3a(key, value)));
    options.addAll(s3a("connection.timeout", "2s"));
    options.addAll(s3a("retry.interval", "50ms"));
    options.addAll(s3a("retry.throttle.interval", "50ms"));
    return options;
  }

  private static List<String> s3a(String key, String value) {
    return List.of("--conf", "spark.hadoop.fs.s3a." + key + "=" + value);
  }

  private static void assertSame(String table) throws IOException {
    Path copy = s3.download(table, folder.resolve("copy-of-" + table));
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(copy);
    assertThat(rows.keySet()).isEqualTo(reference.keySet());
    rows.forEach((name, row) -> row.assertLike(reference.getOrDefault(name, PredictedRow.NONE)));
  }
}
