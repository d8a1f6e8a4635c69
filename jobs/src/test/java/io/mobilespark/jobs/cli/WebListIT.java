// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import io.mobilespark.testing.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of addresses on the web, for every command that reads pictures. */
class WebListIT {
  private static final String SIGNED = "?X-Amz-Date=20260101&X-Amz-Signature=marked-secret";

  @TempDir private Path folder;

  private final WebServer server = new WebServer(50);

  @SuppressWarnings("NullAway.Init")
  private Drawings drawings;

  /** Addresses of all drawings, below their folders. */
  private final List<String> addresses = new ArrayList<>();

  @BeforeEach
  void serve() throws IOException {
    drawings = Drawings.below(folder, 60, 3);
    for (Path picture : PackedDrawings.of(drawings).pictures()) {
      String path = "/" + drawings.set().folder().relativize(picture);
      server.answer(path, WebServer.picture(Files.readAllBytes(picture)));
      addresses.add(server.url() + path);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void picturesOfTheWebAreLabelledAsLocalOnes() throws IOException {
    CommandRun local = CommandRun.of(drawings.command(drawings.input(), folder.resolve("local")));
    assertThat(local.exitCode()).as(local.err()).isZero();
    CommandRun run = label("web", addresses, "--keep-label");
    assertThat(run.exitCode()).as(run.err()).isZero();
    SortedMap<String, PredictedRow> wanted = PredictedRow.byName(folder.resolve("local"));
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(folder.resolve("web"));
    assertThat(rows.keySet()).isEqualTo(wanted.keySet());
    rows.forEach((name, row) -> row.assertLike(wanted.getOrDefault(name, PredictedRow.NONE)));
    assertThat(server.requests()).hasSize(63);

    Path report = folder.resolve("report");
    CommandRun judged =
        CommandRun.of(
            "evaluate",
            "--predictions",
            folder.resolve("web").toString(),
            "--truth",
            drawings.set().labels().toString(),
            "--truth-classes",
            drawings.set().classes().toString(),
            "--report",
            report.toString(),
            "--master",
            "local[2]");
    assertThat(judged.complaints()).isEmpty();
    assertThat(
            new ObjectMapper()
                .readTree(report.resolve("report.json").toFile())
                .get("images")
                .asInt())
        .isEqualTo(60);
  }

  @Test
  void whatAServerDoesWrongIsARowWithTheStatusAndFailsNoRun() throws IOException {
    Path www = SharedFiles.require("wild/http/www");
    byte[] photograph = Files.readAllBytes(www.resolve("a.jpg"));
    server.answer("/a.jpg", WebServer.picture(photograph));
    server.answer("/b%20c.jpg", WebServer.picture(Files.readAllBytes(www.resolve("b c.jpg"))));
    server.answer(
        "/busy.jpg", WebServer.status("503 Busy", "Retry-After: 1"), WebServer.picture(photograph));
    server.answer("/untold.jpg", WebServer.body("200 OK", List.of(), photograph, false));
    server.answer("/moved.jpg", WebServer.status("301 Moved", "Location: /a.jpg"));
    server.answer("/loop.jpg", WebServer.status("302 Found", "Location: /loop.jpg"));
    server.answer("/denied.jpg", WebServer.status("403 Forbidden"));
    server.answer("/reset.jpg", out -> false);
    server.answer(
        "/page.jpg", WebServer.picture("<html>gone</html>".getBytes(StandardCharsets.UTF_8)));
    List<String> names =
        List.of(
            "a.jpg",
            "b c.jpg",
            "busy.jpg",
            "untold.jpg",
            "moved.jpg",
            "loop.jpg",
            "denied.jpg",
            "reset.jpg",
            "page.jpg",
            "none.jpg",
            "id.php?id=7");
    server.answer("/id.php?id=7", WebServer.picture(photograph));
    CommandRun run = label("wrong", names.stream().map(name -> server.url() + "/" + name).toList());
    assertThat(run.exitCode()).as(run.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(folder.resolve("wrong"));
    assertThat(rows).containsOnlyKeys(names);
    for (String name :
        List.of("a.jpg", "b c.jpg", "busy.jpg", "untold.jpg", "moved.jpg", "id.php?id=7")) {
      assertThat(rows.getOrDefault(name, PredictedRow.NONE).error()).as(name).isEmpty();
    }
    assertFailed(rows, "loop.jpg", "IO_ERROR", "HTTP status 302, the last of 11 redirects");
    assertFailed(rows, "denied.jpg", "ACCESS_DENIED", "HTTP status 403");
    assertFailed(rows, "none.jpg", "NOT_FOUND", "HTTP status 404");
    assertThat(rows.getOrDefault("reset.jpg", PredictedRow.NONE).error()).isEqualTo("IO_ERROR");
    assertThat(rows.getOrDefault("page.jpg", PredictedRow.NONE).error())
        .isEqualTo("UNSUPPORTED_FORMAT");

    CommandRun limited =
        label(
            "limited",
            List.of(server.url() + "/none.jpg", server.url() + "/a.jpg"),
            "--max-errors",
            "0");
    assertThat(limited.exitCode()).isEqualTo(1);
    assertThat(limited.complaints().get(0)).contains("--max-errors 0 allows", "HTTP status 404");
  }

  @Test
  void signaturesAreAskedWithAndWrittenNowhere() throws IOException {
    List<String> signed = new ArrayList<>();
    for (String address : addresses) {
      String path = address.substring(server.url().length());
      Path file = drawings.set().folder().resolve(path.substring(1));
      server.answer(path + SIGNED, WebServer.picture(Files.readAllBytes(file)));
      signed.add(address + SIGNED);
    }
    server.answer("/none.jpg" + SIGNED, WebServer.status("404 Not Found"));
    signed.add(server.url() + "/none.jpg" + SIGNED);
    CommandRun run = label("signed", signed.subList(0, 40));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(PredictedRow.byName(folder.resolve("signed")).keySet())
        .allSatisfy(name -> assertThat(name).doesNotContain("?"));
    // Signed anew, they are the same pictures.
    List<String> anew = new ArrayList<>();
    for (String address : signed) {
      String path = address.substring(server.url().length());
      String other = path.replace("20260101", "20270101");
      if (!path.startsWith("/none")) {
        Path file =
            drawings.set().folder().resolve(path.substring(1, path.length() - SIGNED.length()));
        server.answer(other, WebServer.picture(Files.readAllBytes(file)));
      }
      anew.add(server.url() + other);
    }
    long before = server.requests().size();
    CommandRun appended = label("signed", anew, "--append");
    assertThat(appended.exitCode()).as(appended.err()).isZero();
    assertThat(server.requests().size() - before).isEqualTo(24);
    assertThat(PredictedRow.byName(folder.resolve("signed"))).hasSize(64);
    CommandRun twice = label("twice", List.of(signed.get(0), anew.get(0)));
    assertThat(twice.complaints().get(0)).contains(" twice, in lines 1 and 2");
    for (CommandRun each : List.of(run, appended, twice)) {
      assertThat(each.out() + each.err()).doesNotContain("marked-secret");
    }
    try (Stream<Path> files = Files.walk(folder.resolve("signed"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("marked-secret");
      }
    }
    server.answer("/none.jpg", WebServer.status("404 Not Found"));
    CommandRun retried = label("signed", signed, "--append", "--retry-errors");
    assertThat(retried.exitCode()).as(retried.err()).isZero();
    assertThat(PredictedRow.byName(folder.resolve("signed"))).hasSize(64);
  }

  @Test
  void aRunWhoseSignaturesHaveRunOutGoesOnWithNewOnes() throws IOException {
    List<String> signed = new ArrayList<>();
    List<String> anew = new ArrayList<>();
    for (String address : addresses.stream().sorted().toList()) {
      String path = address.substring(server.url().length());
      Path file = drawings.set().folder().resolve(path.substring(1));
      WebServer.Reply picture = WebServer.picture(Files.readAllBytes(file));
      server.answer(
          path + SIGNED, signed.size() < 20 ? picture : WebServer.status("403 Forbidden"));
      String other = path + SIGNED.replace("20260101", "20270101");
      server.answer(other, picture);
      signed.add(address + SIGNED);
      anew.add(server.url() + other);
    }
    String[] strictly = {"--max-errors", "0", "--unit-pictures", "4"};
    CommandRun failed = label("signed", signed, strictly);
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    long before = server.requests().size();
    String[] anewStrictly = {"--max-errors", "0", "--unit-pictures", "4", "--resume", "--relist"};
    CommandRun resumed = label("signed", anew, anewStrictly);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(folder.resolve("signed"));
    assertThat(rows).hasSize(63);
    assertThat(rows.values()).noneMatch(row -> row.error().equals("ACCESS_DENIED"));
    // What was committed is not asked for again.
    assertThat(server.requests().size() - before).isBetween(40L, 62L);
  }

  @Test
  void featuresAndHeadsComeFromTheWebToo() throws IOException {
    Path list = folder.resolve("list.csv");
    List<String> lines = new ArrayList<>(List.of("url"));
    lines.addAll(addresses);
    Files.write(list, lines);
    List<String> source = List.of("--manifest", list.toString(), "--manifest-column", "url");
    List<String> embed = base("embed");
    embed.addAll(source);
    embed.addAll(List.of("--output", folder.resolve("features").toString()));
    CommandRun embedded = CommandRun.of(embed);
    assertThat(embedded.exitCode()).as(embedded.err()).isZero();
    assertThat(embedded.out()).contains("Pictures    63", "embedded           60");

    List<String> train = base("train");
    train.addAll(source);
    train.addAll(List.of("--labels", drawings.set().labels().toString(), "--epochs", "2"));
    train.addAll(List.of("--output", folder.resolve("head").toString()));
    CommandRun trained = CommandRun.of(train);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    JsonNode training = new ObjectMapper().readTree(folder.resolve("head/training.json").toFile());
    assertThat(training.get("training_rows").asInt() + training.get("validation_rows").asInt())
        .isEqualTo(60);
  }

  @Test
  void whatTheWebDoesNotHoldIsSaidBeforeAnythingStarts() throws IOException {
    assertThat(label("tar", List.of(server.url() + "/all.tar")).complaints().get(0))
        .contains("The shard " + server.url() + "/all.tar is on the web", "copy it into storage");
    assertThat(label("login", List.of("http://me:marked-secret@h/a.jpg")).complaints().get(0))
        .contains("has no URI in line 1")
        .doesNotContain("marked-secret");
    CommandRun input = CommandRun.of(drawings.command(server.url() + "/x", folder.resolve("in")));
    assertThat(input.complaints().get(0))
        .endsWith(
            "/x is on the web, where nothing can be listed: --manifest names a list of addresses");
    assertThat(server.requests()).isEmpty();
  }

  private List<String> base(String command) {
    List<String> all = new ArrayList<>(List.of(command, "--master", "local[2]"));
    all.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--resolution", "96"));
    all.addAll(List.of("--weights", drawings.weights().toString(), "--preset", "squash"));
    return all;
  }

  private static void assertFailed(
      SortedMap<String, PredictedRow> rows, String name, String error, String detail) {
    PredictedRow row = rows.getOrDefault(name, PredictedRow.NONE);
    assertThat(row.error()).as(name).isEqualTo(error);
    assertThat(row.errorDetail()).as(name).isEqualTo(detail);
  }

  private CommandRun label(String output, List<String> list, String... options) throws IOException {
    Path manifest = folder.resolve(output + ".txt");
    Files.write(manifest, list);
    List<String> command = drawings.command("none", folder.resolve(output), options);
    command.set(1, "--manifest");
    command.set(2, manifest.toString());
    return CommandRun.of(command);
  }
}
