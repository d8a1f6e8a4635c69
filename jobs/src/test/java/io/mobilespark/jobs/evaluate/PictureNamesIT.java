// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.demo.DemoModel;
import io.mobilespark.jobs.demo.DrawnSet;
import io.mobilespark.jobs.demo.GenerateSettings;
import io.mobilespark.jobs.demo.Generator;
import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truth and predictions whose files' names occur in several folders, or are written otherwise. */
final class PictureNamesIT {
  private static final String TENCH = "n01440764";
  private static final String GOLDFISH = "n01443537";
  private static final String SHARK = "n01484850";

  @TempDir Path folder;

  @Test
  void theFoldersTellNumberedPicturesApart() throws IOException {
    numbered("file:/data/val/").write(table());
    CommandRun run =
        evaluate(
            """
            n01440764/001.jpg n01440764
            n01440764/002.jpg n01440764
            n01443537/001.jpg n01443537
            n01443537/002.jpg n01443537
            n01484850/001.jpg n01484850
            n01484850/002.jpg n01484850
            """);

    JsonNode json = report(run);
    assertThat(json.get("images").asInt()).isEqualTo(6);
    assertThat(json.get("top1").asDouble()).isEqualTo(4.0 / 6);
    assertThat(json.get("missing").asInt()).isZero();
    assertThat(json.get("surplus").asInt()).isZero();
    assertThat(json.get("matched").get("pictures").asInt()).isEqualTo(6);
    assertThat(json.get("matched").get("name_parts").asInt()).isEqualTo(2);
    assertThat(run.out())
        .startsWith(
            "Matched     6 of 6 pictures of the truth, 6 of 6 of the table, by the last 2 parts of"
                + " their names");
    // Each mistake shows its own picture, and not another of the same name.
    String html = Files.readString(folder.resolve("report/report.html"));
    assertThat(html)
        .contains("title=\"file:/data/val/n01440764/002.jpg\"", "/val/n01484850/001.jpg\"")
        .doesNotContain("n01440764/001.jpg", "n01443537/00");
  }

  @Test
  void onlyWhatWasLabelledIsJudgedWhereThatIsAskedFor() throws IOException {
    new TestTable(ClassList.imagenet())
        .classified("001.jpg", 0)
        .classified("002.jpg", 0)
        .rejected("003.jpg", "CORRUPT")
        .write(table());
    Path truth = folder.resolve("more.txt");
    Files.writeString(
        truth,
        """
        001.jpg n01440764
        002.jpg n01443537
        003.jpg n01443537
        004.jpg n01443537
        005.jpg n01443537
        """);
    CommandRun all = judge(truth.toString());
    assertThat(all.out())
        .startsWith("Matched     3 of 5 pictures of the truth")
        .contains("2 missing, counted as wrong");
    assertThat(report(all).get("top1").asDouble()).isEqualTo(1.0 / 5);
    CommandRun some = judge(truth.toString(), "--only-labelled", "--overwrite");
    JsonNode json = report(some);
    assertThat(some.out())
        .startsWith("Matched     3 of 5 pictures of the truth, 3 of 3 of the table")
        .contains("2 of the truth not labelled, not counted");
    assertThat(json.get("images").asInt()).isEqualTo(3);
    assertThat(json.get("missing").asInt()).isZero();
    assertThat(json.get("unlabelled").asInt()).isEqualTo(2);
    assertThat(json.get("top1").asDouble()).isEqualTo(1.0 / 3);
  }

  @Test
  void namesAreWrittenInManyWays() throws IOException {
    new TestTable(ClassList.imagenet())
        .classified("file:/data/val/n01440764/001.JPEG", 0)
        .classified("s3a://b/val.tar#n01443537/001.jpg", 1)
        .classified("/data/gr n/001.png", 2)
        .classified("/data/001.png", 0)
        .write(table());
    JsonNode json =
        report(
            evaluate(
                """
                picture,label
                val\\n01440764\\001.JPEG,n01440764
                file:/elsewhere/n01443537/001,n01443537
                file:/x/gr%20n/001.jpg,n01484850
                001,n01440764
                """));
    assertThat(json.get("images").asInt()).isEqualTo(4);
    assertThat(json.get("top1").asDouble()).isEqualTo(1);
  }

  @Test
  void foldersNamedByClassAreTruthOfNumberedPictures() throws IOException {
    numbered("/elsewhere/").write(table());
    for (String of : new String[] {TENCH, GOLDFISH, SHARK}) {
      Path pictures = Files.createDirectories(folder.resolve("val").resolve(of));
      Files.writeString(pictures.resolve("001.jpg"), "never read");
      Files.writeString(pictures.resolve("002.jpg"), "never read");
    }
    JsonNode json = report(judge(folder.resolve("val").toString()));
    assertThat(json.get("images").asInt()).isEqualTo(6);
    assertThat(json.get("top1").asDouble()).isEqualTo(4.0 / 6);
  }

  /** The truth is turned round for one class: its pictures are the mistakes that are shown. */
  @Test
  void numberedDrawingsAreLabelledAndJudged() throws IOException {
    DrawnSet drawn = Generator.run(new GenerateSettings(folder.resolve("drawn"), 40, 5, 0));
    Path set = folder.resolve("numbered");
    List<String> truth = new ArrayList<>(List.of("path,label"));
    for (String of : DrawnSet.CLASSES) {
      Path to = Files.createDirectories(set.resolve(of));
      String label = of.equals("disc") ? "cross" : of;
      try (Stream<Path> pictures = Files.list(drawn.folder().resolve(of)).sorted()) {
        List<Path> files = pictures.toList();
        for (int i = 0; i < files.size(); i++) {
          String name = String.format(Locale.ROOT, "%03d.jpg", i);
          Files.copy(files.get(i), to.resolve(name));
          truth.add(of + "/" + name + "," + label);
        }
      }
    }
    Path labels = Files.write(folder.resolve("labels.csv"), truth);
    Object[] model = {
      "--model",
      "mobilenet_v1",
      "--alpha",
      "0.25",
      "--resolution",
      "96",
      "--weights",
      DemoModel.unpack(folder),
      "--classes",
      drawn.classes(),
      "--preset",
      "squash"
    };
    List<Object> arguments = new ArrayList<>(List.of("evaluate", "--input", set));
    arguments.addAll(List.of(model));
    arguments.addAll(List.of("--truth", labels, "--report", folder.resolve("report")));
    JsonNode json = report(CommandRun.of(arguments.toArray()));
    assertThat(json.get("images").asInt()).isEqualTo(40);
    assertThat(json.get("classified").asInt()).isEqualTo(40);
    assertThat(json.get("matched").get("table_pictures").asInt()).isEqualTo(40);
    assertThat(json.get("top1").asDouble()).isBetween(0.5, 0.95);
    String html = Files.readString(folder.resolve("report/report.html"));
    assertThat(html)
        .contains("numbered/disc/000.jpg\" src=\"data:image/jpeg;base64,")
        .doesNotContain("no preview", "numbered/cross/");
  }

  @Test
  void namesWithoutFoldersAreEnoughWhereTheyMeetOnePicture() throws IOException {
    new TestTable(ClassList.imagenet())
        .classified("/data/val/a.jpg", 0)
        .classified("/data/val/b.jpg", 0)
        .classified("/data/train/x/1.jpg", 0)
        .classified("/data/train/y/1.jpg", 0)
        .write(table());
    JsonNode json = report(evaluate("a.jpg n01440764\nb.jpg n01443537\n"));
    assertThat(json.get("top1").asDouble()).isEqualTo(0.5);
    assertThat(json.get("surplus_pictures").toString()).isEqualTo("[\"x/1\",\"y/1\"]");
  }

  @Test
  void ambiguityIsSaidWithAnExample() throws IOException {
    new TestTable(ClassList.imagenet())
        .classified("/train/n01440764/001.jpg", 0)
        .classified("/val/n01440764/001.jpg", 0)
        .classified("/val/n01443537/001.jpg", 1)
        .write(table());
    CommandRun run = evaluate("n01440764/001.jpg n01440764\nn01443537/001.jpg n01443537\n");
    assertRefused(run, "The table of predictions has 1 picture keys more than once: n01440764/001");
  }

  @Test
  void whatStandsTwiceIsNamedByItsPath() throws IOException {
    numbered("/data/val/")
        .classified("/data/val/n01440764/001.jpg", 0)
        .classified("/data/val/n01440764/002.png", 0)
        .write(table());
    CommandRun run = evaluate("n01440764/001.jpg n01440764\n");
    assertRefused(
        run,
        "The table of predictions has 2 picture keys more than once: /data/val/n01440764/001.jpg,"
            + " /data/val/n01440764/002.jpg and /data/val/n01440764/002.png");
  }

  @Test
  void aPictureTwiceInTheTruthIsNamed() throws IOException {
    numbered("/data/val/").write(table());
    assertRefused(
        evaluate("n01440764/001.jpg n01440764\nn01440764/001.png n01443537\n"),
        "labels the picture n01440764/001 twice: n01440764/001.jpg as n01440764 and"
            + " n01440764/001.png as n01443537");
  }

  @ParameterizedTest
  @ValueSource(strings = {"D:\\set\\x1.JPEG", "other/x1.jpg"})
  void truthThatMeetsNoPictureIsRefused(String name) throws IOException {
    numbered("file:/data/val/").write(table());
    CommandRun run = evaluate(name + " n01440764\n");
    assertRefused(
        run,
        "None of the 1 pictures of the truth is among the 6 of the table by the last 2 parts of"
            + " their names: the truth has "
            + name
            + " for one, the table file:/data/val/n01440764/001.jpg");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void anEmptyTableIsRefused() throws IOException {
    new TestTable(ClassList.imagenet()).write(table());
    assertRefused(
        evaluate("a.jpg n01440764\n"),
        "None of the 1 pictures of the truth, a.jpg for one, is in the table, which is empty");
  }

  @Test
  void aPartialMatchIsTheFirstThingSaid() throws IOException {
    new TestTable(ClassList.imagenet())
        .classified("/a/one.jpg", 0)
        .classified("/a/two.jpg", 0)
        .classified("/a/three.jpg", 0)
        .write(table());
    CommandRun run = evaluate("one n01440764\nother n01440764\n");
    report(run);
    assertThat(run.out())
        .startsWith(
            "Matched     1 of 2 pictures of the truth, 1 of 3 of the table, by the files' names");
    assertThat(Files.readString(folder.resolve("report/report.html")))
        .contains("Matched: 1 of 2 pictures of the truth");
  }

  @Test
  void twoTablesAreComparedByFolders() throws IOException {
    numbered("/a/").write(folder.resolve("a"));
    new TestTable(ClassList.imagenet())
        .classified("s3a://b/n01440764/001.png", 0)
        .classified("s3a://b/n01440764/002.png", 0)
        .classified("s3a://b/n01443537/001.png", 0)
        .write(folder.resolve("b"));
    Path truth =
        Files.writeString(
            folder.resolve("truth.txt"),
            "n01440764/001 n01440764\nn01440764/002 n01440764\nn01443537/001 n01443537\n");
    CommandRun run =
        CommandRun.of(
            "compare",
            "--a",
            folder.resolve("a"),
            "--b",
            folder.resolve("b"),
            "--truth",
            truth,
            "--report",
            folder.resolve("report"));
    assertThat(run.failure()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report/compare.json").toFile());
    assertThat(json.get("images").asInt()).isEqualTo(3);
    assertThat(json.get("only_a_pictures").toString()).isEqualTo("[\"n01443537/001\"]");
    assertThat(json.get("only_b_pictures").toString()).isEqualTo("[\"n01440764/002\"]");
    assertThat(json.get("a").get("matched").get("table_pictures").asInt()).isEqualTo(6);
    assertThat(run.out())
        .startsWith("Matched A   3 of 3 pictures of the truth, 3 of 6 of the table, by the last 2");
  }

  /** Two of each class; the second tench and the first shark are taken for goldfish. */
  private static TestTable numbered(String root) {
    return new TestTable(ClassList.imagenet())
        .classified(root + TENCH + "/001.jpg", 0)
        .classified(root + TENCH + "/002.jpg", 1)
        .classified(root + GOLDFISH + "/001.jpg", 1)
        .classified(root + GOLDFISH + "/002.jpg", 1)
        .classified(root + SHARK + "/001.jpg", 1)
        .classified(root + SHARK + "/002.jpg", 2);
  }

  private static void assertRefused(CommandRun run, String message) {
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.failure()).contains(message);
    assertThat(run.failure().lines()).hasSize(1);
  }

  private JsonNode report(CommandRun run) throws IOException {
    assertThat(run.failure()).isEmpty();
    assertThat(run.exit()).isZero();
    return new ObjectMapper().readTree(folder.resolve("report/report.json").toFile());
  }

  private CommandRun evaluate(String truth) throws IOException {
    return judge(Files.writeString(folder.resolve("truth.txt"), truth).toString());
  }

  private CommandRun judge(String truth, Object... more) {
    Object[] usual = {
      "evaluate", "--predictions", table(), "--truth", truth, "--report", folder.resolve("report")
    };
    Object[] all = Arrays.copyOf(usual, usual.length + more.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return CommandRun.of(all);
  }

  private Path table() {
    return folder.resolve("table");
  }
}
