// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of arriving pictures: restarts, kills and other settings in between. */
class FollowIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern BATCH = Pattern.compile("(?m)^Batch [0-9,]+: ([0-9]+) files in");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private Path inbox;

  @SuppressWarnings("NullAway.Init")
  private Path results;

  private final List<Path> toCome = new ArrayList<>();

  @BeforeEach
  void draw() throws IOException {
    drawings = Drawings.below(folder, 90, 3);
    for (Path picture : PackedDrawings.of(drawings).pictures()) {
      // Spark's file sources leave empty files out.
      if (Files.size(picture) > 0) {
        toCome.add(picture);
      }
    }
    assertThat(toCome).hasSize(92);
    inbox = Files.createDirectory(folder.resolve("inbox"));
    results = Files.createDirectory(folder.resolve("results"));
  }

  @Test
  void eachFileIsLabelledOnceAcrossRestartsAndKills() throws Exception {
    arrive(25);
    Files.copy(toCome.get(toCome.size() - 1), inbox.resolve("a[1]{x}*.jpg"));
    CommandRun first = CommandRun.of(command("--follow-once"));
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).contains("Pictures    26");

    arrive(40);
    Path opened = folder.resolve("opened.txt");
    try (JavaProcess killed = start("killed", opened, "--follow-files", "8")) {
      killed.await(() -> lines(opened) >= 15, "pictures of a second batch", PATIENCE);
      killed.handle().destroyForcibly();
      killed.exitCode(PATIENCE);
    }
    Map<String, String> committed = rows(results.resolve("table"));
    assertThat(committed).hasSizeGreaterThanOrEqualTo(26).hasSizeLessThan(66);

    arrive(20);
    try (JavaProcess ended = start("ended", opened, "--follow-interval", "1")) {
      int left = 86 - committed.size();
      ended.await(() -> files(ended.output()) >= left, "all pictures there are", PATIENCE);
      CommandRun second = CommandRun.of(command("--follow-once"));
      assertThat(second.complaints()).singleElement().asString().contains("is in use by run ");
      int before = files(ended.output());
      arrive(3);
      ended.await(() -> files(ended.output()) >= before + 3, "pictures that arrive", PATIENCE);
      ended.handle().destroy();
      assertThat(ended.exitCode(PATIENCE)).isEqualTo(143);
      assertThat(ended.output()).contains("Pictures    89").doesNotContain("Exception");
    }
    assertThat(results.resolve(".table.mobilespark.lock")).doesNotExist();

    List<Path> rest = List.copyOf(toCome);
    toCome.clear();
    new PackedDrawings(rest).tar(inbox.resolve("rest.tar"));
    CommandRun last = CommandRun.of(command("--follow-once"));
    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(last.out()).contains("Pictures    93", "classified         91");
    Map<String, String> rows = rows(results.resolve("table"));
    CommandRun whole = CommandRun.of(labelling("whole"));
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(rows).isEqualTo(rows(results.resolve("whole"))).hasSize(93);
    Leftovers.assertNone(results);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    arrive(3);
    assertThat(CommandRun.of(command("--follow-once")).complaints()).isEmpty();
    assertThat(CommandRun.of(command("--follow-once", "--top-k", "2")).complaints())
        .containsExactly(
            "The stream into file:"
                + results.resolve("table")
                + " cannot go on: top-k is 2, it was 5");
    assertThat(CommandRun.of(command("--follow-once", "--keep-label")).complaints().get(0))
        .contains("cannot go on: the columns are");
    assertThat(CommandRun.of(labelling("table")).complaints().get(0))
        .contains("is there already; --overwrite replaces it");
    assertThat(CommandRun.of(labelling("table", "--append")).complaints().get(0))
        .contains("nothing is added");
    assertThat(CommandRun.of(labelling("plain")).complaints()).isEmpty();
    assertThat(CommandRun.of(labelling("plain", "--follow-once")).complaints().get(0))
        .contains("is there already, and no --follow made it");
    CommandRun append = CommandRun.of(command("--follow", "--append"));
    assertThat(append.exitCode()).isEqualTo(2);
    assertThat(append.complaints().get(0)).contains("it takes no --overwrite, --append");
    assertThat(rows(results.resolve("table"))).hasSize(3);
  }

  @Test
  void manyErrorsOfStorageEndTheStream() throws IOException {
    arrive(3);
    Files.writeString(inbox.resolve("denied.png"), "listed");
    assertThat(CommandRun.of(command("--follow-once", "--max-errors", "0")).complaints())
        .singleElement()
        .asString()
        .contains("more than the 0 of 1,000 that --max-errors 0 allows", "ACCESS_DENIED");
    CommandRun run = CommandRun.of(command("--follow-once", "--max-errors", "1"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(rows(results.resolve("table")))
        .hasSize(4)
        .containsEntry("denied.png", "ACCESS_DENIED");
  }

  @Test
  void aStreamThatRejectsEverythingFailsUnlessThatIsAllowed() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.writeString(inbox.resolve(i + ".jpg"), "no picture " + i);
    }
    CommandRun nothing = CommandRun.of(command("--follow-once"));
    assertThat(nothing.exitCode()).as(nothing.err()).isEqualTo(1);
    assertThat(nothing.complaints())
        .containsExactly(
            "None of 3 pictures was classified; --max-rejected 100% allows that:"
                + " UNSUPPORTED_FORMAT 3");
    assertThat(rows(results.resolve("table"))).hasSize(3);
    CommandRun allowed = CommandRun.of(command("--follow-once", "--max-rejected", "100%"));
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    arrive(3);
    CommandRun one = CommandRun.of(command("--follow-once"));
    assertThat(one.exitCode()).as(one.err()).isZero();
  }

  @Test
  void whatMobileSparkWroteIsLeftOutAndCounted() throws IOException {
    arrive(3);
    Path table = inbox.resolve("tables/one");
    Files.createDirectories(table.resolve("_mobilespark"));
    Files.writeString(table.resolve("_mobilespark/run.json"), "{\"run\": \"r\"}");
    Files.writeString(table.resolve("part-r-00000.png"), "a row");
    CommandRun run = CommandRun.of(command("--follow-once"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Pictures    3", "Left out    1 files: no pictures by their");
    assertThat(rows(results.resolve("table"))).hasSize(3);
  }

  @Test
  void whatStreamsDoNotShowIsCountedAtTheStart() throws IOException {
    arrive(3);
    Path folder = Files.createDirectory(inbox.resolve("DCIM"));
    Files.copy(toCome.get(0), folder.resolve("_DSC0001.JPG"));
    Files.createFile(folder.resolve("empty.jpg"));
    Files.copy(toCome.get(0), folder.resolve("DSC_0002.JPG"));
    CommandRun run = CommandRun.of(command("--follow-once"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out() + run.err())
        .contains("Left out: 2 files that no stream of Spark's shows (names that begin with _")
        .contains("the first faulty:" + folder + "/_DSC0001.JPG;")
        .contains("Pictures    4");
    assertThat(rows(results.resolve("table"))).hasSize(4).containsKey("DSC_0002.JPG");
  }

  /** Moves so many pictures into folders of the inbox. */
  private void arrive(int pictures) throws IOException {
    for (Path picture : toCome.subList(0, pictures)) {
      Path label = Files.createDirectories(inbox.resolve(PackedDrawings.label(picture)));
      Files.move(picture, label.resolve(picture.getFileName()));
    }
    toCome.subList(0, pictures).clear();
  }

  /** What readers see of a table: outcome or best label by the name of the picture. */
  private static Map<String, String> rows(Path table) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      for (Row row :
          spark
              .read()
              .parquet(table.toString())
              .selectExpr("path", "coalesce(error, predictions[0].label)")
              .collectAsList()) {
        String path = row.getString(0);
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('#')) + 1);
        assertThat(rows.put(name, row.getString(1))).as(path).isNull();
      }
    }
    return rows;
  }

  private static int files(String output) {
    Matcher batches = BATCH.matcher(output);
    int files = 0;
    while (batches.find()) {
      files += Integer.parseInt(batches.group(1));
    }
    return files;
  }

  private static int lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JavaProcess start(String name, Path opened, String... options) {
    List<String> command = command(options);
    command.addAll(List.of("--follow", "--conf", "spark.hadoop.faulty.opened=" + opened));
    command.addAll(List.of("--conf", "spark.hadoop.faulty.open.millis=100"));
    return CommandProcess.start(name, folder, command);
  }

  private List<String> command(String... options) {
    return labelling("table", options);
  }

  private List<String> labelling(String output, String... options) {
    List<String> command =
        drawings.command(
            "faulty:" + inbox,
            results.resolve(output),
            "--conf",
            "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
            "--conf",
            "spark.hadoop.fs.faulty.impl.disable.cache=true");
    command.addAll(List.of(options));
    return command;
  }
}
