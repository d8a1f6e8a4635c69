// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that get nothing out of their pictures, or less than was asked for. */
class RejectedIT {
  private static final String NOTHING =
      "None of 12 pictures was %s; --max-rejected 100%% allows that, with --resume for what is"
          + " done: UNSUPPORTED_FORMAT 7, EMPTY 5; ";

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  private static Path junk = Path.of("");

  @BeforeAll
  static void draw() throws IOException {
    drawings = Drawings.below(folder, 20, 0);
    junk = Files.createDirectories(folder.resolve("junk/disc"));
    for (int i = 0; i < 12; i++) {
      Files.writeString(junk.resolve(i + ".jpg"), i < 5 ? "" : "no picture " + i);
    }
  }

  private static CommandRun label(Path input, String output, String... options) {
    return CommandRun.of(drawings.command(input.toString(), folder.resolve(output), options));
  }

  private static List<String> model(String command) {
    List<String> options =
        new ArrayList<>(List.of(command, "--input", junk.toString(), "--master", "local[2]"));
    options.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--resolution", "96"));
    options.addAll(List.of("--weights", drawings.weights().toString(), "--preset", "squash"));
    return options;
  }

  @Test
  void aRunThatRejectsEverythingFailsAndGoesOnWhereThatIsAllowed() throws IOException {
    CommandRun run = label(junk, "all");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .startsWith(String.format(Locale.ROOT, NOTHING, "classified"))
        .contains("EMPTY file:" + junk.resolve("0.jpg"), "UNSUPPORTED_FORMAT file:" + junk);
    assertThat(folder.resolve("all")).doesNotExist();
    assertThat(label(junk, "all").complaints().get(0))
        .contains("12 of 12 pictures done; --resume goes on with it");
    assertThat(label(junk, "all", "--resume").exitCode()).isEqualTo(1);
    CommandRun allowed = label(junk, "all", "--resume", "--max-rejected", "100%");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(PredictedRow.byName(folder.resolve("all"))).hasSize(12);
    Leftovers.assertNone(folder);
  }

  @Test
  void onePictureThatGoesWellIsEnough() throws IOException {
    Path some = Files.createDirectories(folder.resolve("some"));
    Files.writeString(some.resolve("junk.jpg"), "no picture");
    Files.writeString(some.resolve("none.jpg"), "");
    try (var all = Files.walk(drawings.set().folder())) {
      Path picture = all.filter(path -> path.toString().endsWith(".png")).findFirst().orElseThrow();
      Files.copy(picture, some.resolve("good.png"));
    }
    assertThat(label(some, "enough").exitCode()).isZero();
    CommandRun run = label(some, "too-few", "--max-rejected", "33%");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .startsWith(
            "2 pictures have no result, more than the 1 of 3 that --max-rejected 33% allows:"
                + " EMPTY 1, UNSUPPORTED_FORMAT 1; ");
    assertThat(label(some, "few-enough", "--max-rejected", "34%").exitCode()).isZero();
    Leftovers.assertNone(folder);
  }

  @Test
  void aLimitEndsTheRunBeforeItsEnd() throws IOException {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < 400; i++) {
      Files.writeString(many.resolve(i + ".jpg"), "no picture " + i);
    }
    CommandRun run = label(many, "early", "--max-rejected", "3", "--unit-pictures", "20");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .as(run.err())
        .singleElement()
        .asString()
        .contains("more than the 3 of 400 that --max-rejected 3 allows: UNSUPPORTED_FORMAT ")
        .doesNotContain("UNSUPPORTED_FORMAT 400");
    assertThat(folder.resolve("early")).doesNotExist();
    Leftovers.assertNone(folder);
  }

  @Test
  void featuresAreCountedAlike() throws IOException {
    List<String> embed = model("embed");
    embed.addAll(List.of("--output", folder.resolve("embedded/features").toString()));
    assertThat(CommandRun.of(embed).complaints())
        .singleElement()
        .asString()
        .startsWith(String.format(Locale.ROOT, NOTHING, "embedded"));
    List<String> train = model("train");
    train.addAll(List.of("--output", folder.resolve("head").toString()));
    assertThat(CommandRun.of(train).complaints())
        .singleElement()
        .asString()
        .startsWith(String.format(Locale.ROOT, NOTHING, "embedded"));
    train.addAll(List.of("--resume", "--max-rejected", "12"));
    assertThat(CommandRun.of(train).complaints())
        .singleElement()
        .asString()
        .contains("A head needs 2 to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "table"})
  void whatIsJudgedIsCountedAlike(String command) throws IOException {
    List<String> judge = model(command);
    judge.addAll(List.of("--classes", drawings.set().classes().toString()));
    judge.addAll(List.of("--truth", drawings.set().labels().toString()));
    judge.addAll(List.of("--report", folder.resolve(command + "-report").toString()));
    assertThat(CommandRun.of(judge).complaints())
        .singleElement()
        .asString()
        .startsWith(String.format(Locale.ROOT, NOTHING, "classified"));
    judge.addAll(List.of("--max-rejected", "11"));
    assertThat(CommandRun.of(judge).complaints())
        .singleElement()
        .asString()
        .contains("more than the 11 of 12 that --max-rejected 11 allows");
    Leftovers.assertNone(folder);
  }
}
