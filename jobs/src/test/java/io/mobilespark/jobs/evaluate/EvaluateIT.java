// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command evaluate on tables of a few rows. */
final class EvaluateIT {
  private static final String EVIL = "<script>alert('x')</script>\"'&.jpg";

  @TempDir Path folder;

  @Test
  void countsByTheRules() throws IOException {
    new TestTable(ClassList.imagenet())
        .classified("file:/a/one.JPEG", 0, 1, 2, 3, 4)
        .classified("s3a://b/two.jpg", 1, 0, 2, 3, 4)
        .classified("/c/three", 9, 8, 7, 6, 5)
        .rejected("four.png", "TRUNCATED")
        .classified("surplus.jpg", 0, 1, 2, 3, 4)
        .write(table());
    CommandRun run =
        evaluate(
            "--truth",
            text(
                """
                picture,label
                one.jpg,n01440764
                two,n01440764
                val/three.JPEG,n01440764
                four.png,n01443537
                five.png,n01443537
                """));

    assertThat(run.failure()).isEmpty();
    assertThat(run.exit()).isZero();
    JsonNode json = new ObjectMapper().readTree(report("report.json").toFile());
    assertThat(json.get("images").asInt()).isEqualTo(5);
    assertThat(json.get("classified").asInt()).isEqualTo(3);
    assertThat(json.get("rejected").asInt()).isEqualTo(1);
    assertThat(json.get("missing").asInt()).isEqualTo(1);
    assertThat(json.get("top1").asDouble()).isEqualTo(0.2);
    assertThat(json.get("top5").asDouble()).isEqualTo(0.4);
    // statsmodels: proportion_confint(1, 5, method="wilson").
    assertThat(json.get("top1_ci95").get(0).asDouble()).isCloseTo(0.036224108632430, within(1e-9));
    assertThat(json.get("top1_ci95").get(1).asDouble()).isCloseTo(0.624465370237475, within(1e-9));
    assertThat(json.get("rejected_pictures").toString())
        .isEqualTo("[{\"picture\":\"four\",\"reason\":\"TRUNCATED\"}]");
    assertThat(json.get("missing_pictures").toString()).isEqualTo("[\"five\"]");
    assertThat(json.get("surplus_pictures").toString()).isEqualTo("[\"surplus\"]");
    assertThat(json.get("truth_format").asText()).isEqualTo("csv-label");
    assertThat(json.get("model").asText()).isEqualTo("mobilenet_v2_1.0_224_0123456789ab");
    assertThat(json.get("preset").asText()).isEqualTo("squash");
    assertThat(json.get("weights_sha256").isNull()).isTrue();
    assertThat(json.get("real").isNull()).isTrue();
    assertThat(json.get("published").size()).isPositive();
    assertThat(json.get("per_class")).hasSize(1000);
    assertThat(json.get("calibration").get("bins")).hasSize(15);
    assertThat(json.get("confusions").get(0).get("count").asInt()).isEqualTo(1);
    assertThat(run.out())
        .contains("Top-1       20.00 % (95 %: 3.62 to 62.45)", "1 rejected, counted as wrong");
  }

  @Test
  void htmlInAPathStaysTextAndNothingIsFetched() throws IOException {
    new TestTable(ClassList.imagenet()).classified("/x/" + EVIL, 5).write(table());
    CommandRun run =
        evaluate(
            "--truth",
            text("picture,label\n\"" + EVIL.replace("\"", "\"\"") + "\",3\n"),
            "--truth-format",
            "csv-index");

    assertThat(run.failure()).isEmpty();
    String html = Files.readString(report("report.html"));
    assertThat(html)
        .contains("&lt;script&gt;alert(&#39;x&#39;)")
        .doesNotContain("alert('x')", "http:", "https:", "url(", "@import", "<link")
        .contains("default-src 'none'");
    assertThat(Files.size(report("report.html"))).isLessThan(3_000_000);
  }

  @Test
  void doubledPicturesAreAnErrorAndNoReportAppears() throws IOException {
    new TestTable(ClassList.imagenet())
        .classified("/a/one.jpg", 0)
        .classified("/b/one.JPEG", 0)
        .write(table());
    CommandRun run = evaluate("--truth", text("picture,label\none.jpg,n01440764\n"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.failure())
        .isEqualTo("mobilespark: The table of predictions has 1 picture keys more than once: one");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void mixedUpOrderIsNoResult() throws IOException {
    TestTable table = new TestTable(ClassList.imagenet());
    StringBuilder truth = new StringBuilder("picture,index\n");
    for (int i = 0; i < 100; i++) {
      table.classified("p" + i + ".jpg", 7 * i);
      truth.append("p").append(i).append(".jpg,").append(7 * i + 1).append('\n');
    }
    table.write(table());
    CommandRun run = evaluate("--truth", text(truth.toString()), "--truth-format", "csv-index");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.failure().lines()).hasSize(1);
    assertThat(run.failure()).contains("mixed-up order", "0.00 %", "100.00 %", "one too high");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void backgroundIsSeenInTheTable() throws IOException {
    ClassList behind = ClassList.imagenet().withBackground();
    new TestTable(behind)
        .classified("one.jpg", 1)
        .classified("two.jpg", 0, 2, 3, 4, 5)
        .write(table());
    CommandRun run =
        evaluate("--truth", text("picture,label\none.jpg,n01440764\ntwo.jpg,n01443537\n"));

    assertThat(run.failure()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(report("report.json").toFile());
    assertThat(json.get("top1").asDouble()).isEqualTo(0.5);
    assertThat(json.get("top5").asDouble()).isEqualTo(1);
    assertThat(json.get("per_class")).hasSize(1001);
    assertThat(json.get("confusions").get(0).get("prediction").asText()).isEqualTo("background");
  }

  @Test
  void modelIsNamedWhereTheTableHasSeveral() throws IOException {
    new TestTable(ClassList.imagenet())
        .model("first")
        .classified("one.jpg", 0)
        .model("second")
        .classified("one.jpg", 1)
        .write(table());
    String truth = text("picture,label\none.jpg,n01440764\n");

    assertThat(evaluate("--truth", truth).failure())
        .contains("first with squash, second with squash: name one with --only-model");
    assertThat(evaluate("--truth", truth, "--only-model", "third").failure())
        .contains("not of third");
    assertThat(evaluate("--truth", truth, "--only-model", "first").out()).contains("100.00 %");
    assertThat(evaluate("--truth", truth, "--only-model", "second").failure())
        .contains("--overwrite replaces it");
    assertThat(evaluate("--truth", truth, "--only-model", "second", "--overwrite").out())
        .contains("Top-1       0.00 %");
  }

  @Test
  void whatIsMissingIsNamedInOneLine() throws IOException {
    new TestTable(ClassList.imagenet()).classified("one.jpg", 0).write(table());
    String truth = text("picture,label\none.jpg,n01440764\n");

    assertThat(evaluate("--truth", folder.resolve("absent")).failure())
        .startsWith("mobilespark: There is no ground truth ");
    assertThat(evaluate("--truth", truth, "--truth-format", "guess").exit()).isEqualTo(2);
    assertThat(CommandRun.of("evaluate", "--truth", truth, "--report", folder.resolve("r")).exit())
        .isEqualTo(2);
    assertThat(
            CommandRun.of(
                    "evaluate",
                    "--predictions",
                    folder.resolve("no"),
                    "--truth",
                    truth,
                    "--report",
                    folder.resolve("r"))
                .failure())
        .startsWith("mobilespark: There is no table of predictions in ");
    assertThat(evaluate("--truth", truth, "--truth-classes", text("disc\nring\n")).failure())
        .contains("call class 0 'n01440764'");
  }

  private CommandRun evaluate(Object... more) {
    Object[] arguments = new Object[more.length + 5];
    arguments[0] = "evaluate";
    arguments[1] = "--predictions";
    arguments[2] = table();
    arguments[3] = "--report";
    arguments[4] = folder.resolve("report");
    System.arraycopy(more, 0, arguments, 5, more.length);
    return CommandRun.of(arguments);
  }

  private Path table() {
    return folder.resolve("table");
  }

  private Path report(String name) {
    return folder.resolve("report").resolve(name);
  }

  private String text(String content) throws IOException {
    Path file = Files.createTempFile(folder, "truth", ".csv");
    return Files.writeString(file, content).toString();
  }
}
