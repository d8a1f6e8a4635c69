// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit is one line and exit code 1, before any task starts and with no trace left. */
class WrongModelIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @BeforeAll
  static void draw() {
    drawings = Drawings.below(folder, 3, 0);
  }

  @Test
  void weightsThatAreMissing() throws IOException {
    assertFails("There is no weights file", "--weights", folder.resolve("none.h5").toString());
  }

  @Test
  void weightsOfAnotherModelOrWidth() throws IOException {
    assertFails(drawings.weights() + ": ", "--model", "mobilenet_v2");
    assertFails(drawings.weights() + ": ", "--model", "mobilenet_v3_small");
    assertFails(drawings.weights() + ": ", "--alpha", "0.5");
    assertFails("alpha 0.001 leaves the first layer", "--alpha", "0.001");
  }

  @Test
  void weightsForAnotherNumberOfClasses() throws IOException {
    Path two = Files.writeString(folder.resolve("two.txt"), "a\nb\n");
    assertFails("10 outputs, but " + two + " lists 2 classes", "--classes", two.toString());
    assertFails("no class list file", "--classes", folder.resolve("none.txt").toString());
  }

  @Test
  void weightsThatAreDamaged() throws IOException {
    byte[] whole = Files.readAllBytes(drawings.weights());
    for (int length : new int[] {0, 100, whole.length / 2, whole.length - 1}) {
      Path cut = folder.resolve("cut-" + length + ".h5");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertFails(cut + ": ", "--weights", cut.toString());
    }
    Path text = Files.writeString(folder.resolve("text.h5"), "these are no weights\n".repeat(999));
    assertFails(text + ": ", "--weights", text.toString());
    assertFails(folder.toString(), "--weights", folder.toString());
  }

  @Test
  void inputsThatAreMissingOrEmpty() throws IOException {
    List<String> none = drawings.command(folder + "/none", folder.resolve("out"));
    assertFails("There is no input " + folder + "/none", none);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    List<String> nothing = drawings.command(empty.toString(), folder.resolve("out"));
    assertFails("No pictures in " + empty, nothing);
  }

  @Test
  void theTraceIsShownWhenAsked() {
    List<String> command = new ArrayList<>(List.of("--stacktrace"));
    command.addAll(drawings.command(folder + "/none", folder.resolve("out")));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.err()).contains("io.mobilespark.MobileSparkException", "\tat io.mobilespark.");
  }

  private static void assertFails(String says, String... options) throws IOException {
    List<String> command = drawings.command(drawings.input(), folder.resolve("out"));
    for (int i = 0; i < options.length; i += 2) {
      command.set(command.indexOf(options[i]) + 1, options[i + 1]);
    }
    assertFails(says, command);
  }

  private static void assertFails(String says, List<String> command) throws IOException {
    command.addAll(List.of("--conf", StartedTasks.conf()));
    long tasks = StartedTasks.count();
    CommandRun run = CommandRun.of(command);
    assertThat(run.complaints()).as(run.err()).hasSize(1);
    assertThat(run.hasStackTrace()).isFalse();
    assertThat(run.complaints().get(0)).contains(says);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(StartedTasks.count()).isEqualTo(tasks);
    assertThat(folder.resolve("out")).doesNotExist();
    Leftovers.assertNone(folder);
  }
}
