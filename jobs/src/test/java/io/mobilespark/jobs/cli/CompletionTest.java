// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, in a shell that asks it as a terminal would. */
class CompletionTest {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Path script;

  @BeforeAll
  static void print() throws IOException {
    CommandRun run = CommandRun.of("completion");
    assertThat(run.exitCode()).isZero();
    script = Files.writeString(folder.resolve("completion.sh"), run.out());
  }

  @Test
  void commandsAreCompleted() throws Exception {
    assertThat(completed("ev")).containsExactly("evaluate");
    assertThat(completed("models", "")).contains("list", "describe", "presets", "fetch", "export");
  }

  @Test
  void optionsAreCompleted() throws Exception {
    assertThat(completed("label", "--pre")).contains("--preset", "--precision");
    assertThat(completed("train", "--learn")).containsExactly("--learning-rate");
    assertThat(completed("models", "export", "--we")).containsExactly("--weights");
  }

  @Test
  void valuesAreCompleted() throws Exception {
    assertThat(completed("label", "--preset", "ti")).contains("timm", "timm-bilinear");
    assertThat(completed("evaluate", "--model", "mobilenet_v2")).containsExactly("mobilenet_v2");
  }

  /** What is offered for the last word. */
  private static List<String> completed(String... words) throws Exception {
    String line = "mobilespark " + String.join(" ", words);
    StringBuilder array = new StringBuilder("mobilespark");
    for (String word : words) {
      array.append(" '").append(word).append("'");
    }
    String commands =
        String.format(
            Locale.ROOT,
            """
        set +o posix
        source '%s'
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        COMP_LINE='%s'
        COMP_POINT=%d
        "$(complete -p mobilespark | sed 's/.*-F \\([^ ]*\\).*/\\1/')" mobilespark '%s' ''
        printf '%%s\\n' "${COMPREPLY[@]}"
        """,
            script,
            array,
            words.length,
            line,
            line.length(),
            words[words.length - 1]);
    Process shell =
        new ProcessBuilder("bash", "--norc", "-c", commands)
            // It says that no completion is going on.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output.lines().map(String::strip).filter(each -> !each.isEmpty()).toList();
  }
}
