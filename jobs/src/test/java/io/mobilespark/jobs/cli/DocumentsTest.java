// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages lead somewhere, and name commands and options that are there. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path README = ROOT.resolve("README.md");

  private final DocumentCheck check = new DocumentCheck(ROOT);

  @TempDir private Path folder;

  @Test
  void linksAndTheirAnchorsLeadSomewhere() {
    List<Document> pages = Document.all(ROOT);
    assertThat(found(pages, check::deadLinks)).isEmpty();
    assertThat(pages.stream().mapToInt(page -> page.links().size()).sum()).isGreaterThan(30);
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    assertThat(DocumentCheck.unreachable(Document.read(README), Document.all(ROOT))).isEmpty();
  }

  @Test
  void commandsAreThoseOfTheProgram() {
    assertThat(found(Document.all(ROOT), check::wrongCommands)).isEmpty();
  }

  @Test
  void namedOptionsAndSettingsAreKnown() {
    assertThat(found(Document.all(ROOT), check::unknownNames)).isEmpty();
  }

  @Test
  void messagesAreThoseOfTheProgram() throws IOException {
    Path page = ROOT.resolve("jobs/README.md");
    assertThat(check.unknownMessages(page, "## What a message means")).isEmpty();
    Path wrong = folder.resolve("wrong.md");
    Files.writeString(wrong, "## M\n| `There is no input …` | |\n| `There are no inputs` | |\n");
    assertThat(check.unknownMessages(wrong, "## M")).containsExactly("There are no inputs");
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeBetween(80, 150);
  }

  @Test
  void theReadmesFirstTwoCommandsAreWhatCiRuns() throws Exception {
    assertThat(calls()).containsExactly("mobilespark demo", "mvn -B -ntp verify", "spark-submit", "python");
    assertThat(
            Document.read(README).blocks().stream()
                .flatMap(block -> ShellText.commands(block).stream())
                .limit(2))
        .containsExactly(List.of("jobs/mobilespark", "demo"), List.of("mvn", "verify"));
  }

  @Test
  void aLinkThatLeadsNowhereIsFound() {
    assertThat(
            check.deadLinks(page("[a](README.md) [b](conf/absent.md) [c](#none) [d](readme.md)")))
        .containsExactly(
            "../PAGE.md links to conf/absent.md",
            "../PAGE.md links to #none",
            "../PAGE.md links to readme.md");
    assertThat(check.deadLinks(page("# One `two` three\n\n[a](#one-two-three) [b](https://x.org)")))
        .isEmpty();
    assertThat(check.deadLinks(page("[a](../elsewhere.md)"))).hasSize(1);
  }

  @Test
  void aWrongCommandIsFound() {
    assertThat(
            Stream.of(
                    "jobs/mobilespark label --inputs x --output y",
                    "A=b jobs/mobilespark models fetch",
                    "spark-submit --class Main jobs/target/mobilespark-all.jar labels",
                    "echo | jobs/mobilespark preprocess --input a --preset b --output c",
                    "jobs/mobilespark compare --a x --b y --truth z --truth-format lines")
                .map(command -> page("```\n" + command + "\n```"))
                .map(page -> check.wrongCommands(page).size()))
        .containsExactly(2, 1, 1, 1, 1);
    assertThat(check.wrongCommands(page("`jobs/mobilespark label --fallow`"))).hasSize(1);
    assertThat(check.wrongCommands(page("`label --fallow`"))).hasSize(1);
    assertThat(check.unknownNames(page("`--fallow` `--jars x` `spark.mobilespark.modell`")))
        .containsExactly("../PAGE.md names --fallow", "../PAGE.md names spark.mobilespark.modell");
  }

  @Test
  void aRightCommandIsNot() {
    assertThat(
            Stream.of(
                    "jobs/mobilespark generate --pictures 5 \\\n  --output 'a b'   # draws --five",
                    "source <(jobs/mobilespark completion) > out",
                    "jobs/mobilespark label --follow …")
                .map(command -> page("```sh\n" + command + "\n```"))
                .flatMap(page -> check.wrongCommands(page).stream()))
        .isEmpty();
    assertThat(check.wrongCommands(page("`label --follow`, `models fetch`, `--append`"))).isEmpty();
  }

  private static List<String> found(List<Document> pages, Function<Document, List<String>> what) {
    return pages.stream().flatMap(page -> what.apply(page).stream()).toList();
  }

  private static Document page(String text) {
    return Document.parse(ROOT.resolve("PAGE.md"), text);
  }

  /** What CI's script calls, beside programs that only say so. */
  private List<String> calls() throws IOException, InterruptedException {
    Path ci = Files.createDirectories(folder.resolve(".ci"));
    Path log = folder.resolve("calls");
    Files.copy(ROOT.resolve(".ci/run"), ci.resolve("run"));
    Files.copy(README, folder.resolve("README.md"));
    Path programs = Files.createDirectories(folder.resolve("bin"));
    says(programs.resolve("mvn"), "mvn \"$@\"", log);
    says(ci.resolve("spark-submit"), "spark-submit", log);
    says(ci.resolve("python"), "python", log);
    says(
        Files.createDirectories(folder.resolve("jobs")).resolve("mobilespark"),
        "mobilespark \"$@\"",
        log);
    ProcessBuilder builder = new ProcessBuilder("bash", ci.resolve("run").toString());
    builder.environment().merge("PATH", programs.toString(), (old, mine) -> mine + ":" + old);
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return Files.readAllLines(log);
  }

  private static void says(Path program, String what, Path log) throws IOException {
    Files.writeString(program, "#!/bin/sh\necho " + what + " >> '" + log + "'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }
}
