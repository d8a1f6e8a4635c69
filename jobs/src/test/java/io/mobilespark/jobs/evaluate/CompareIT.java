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
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command compare on tables of a few rows. */
final class CompareIT {
  @TempDir Path folder;

  @Test
  void differencesArePaired() throws IOException {
    TestTable a = new TestTable(ClassList.imagenet());
    TestTable b = new TestTable(ClassList.imagenet()).model("other");
    StringBuilder truth = new StringBuilder("picture,label\n");
    for (int i = 0; i < 40; i++) {
      String path = String.format(Locale.ROOT, "p%02d.jpg", i);
      truth.append(path).append(",n01440764\n");
      a.classified("/a/" + path, i < 20 ? 0 : 1);
      b.classified("/b/" + path, i >= 2 && i < 32 ? 0 : 1);
    }
    a.write(folder.resolve("a"));
    b.write(folder.resolve("b"));
    Path labels = Files.writeString(folder.resolve("truth.csv"), truth);
    CommandRun run =
        CommandRun.of(
            "compare",
            "--a",
            folder.resolve("a"),
            "--b",
            folder.resolve("b"),
            "--truth",
            labels,
            "--report",
            folder.resolve("report"));

    assertThat(run.failure()).isEmpty();
    assertThat(run.exit()).isZero();
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report/compare.json").toFile());
    assertThat(json.get("images").asInt()).isEqualTo(40);
    assertThat(json.get("both_right").asInt()).isEqualTo(18);
    assertThat(json.get("only_a").asInt()).isEqualTo(2);
    assertThat(json.get("only_b").asInt()).isEqualTo(12);
    assertThat(json.get("both_wrong").asInt()).isEqualTo(8);
    assertThat(json.get("difference").asDouble()).isEqualTo(0.25);
    assertThat(json.get("only_a_pictures").toString()).isEqualTo("[\"p00\",\"p01\"]");
    assertThat(json.get("mcnemar").get("test").asText()).isEqualTo("exact binomial");
    // 2 (1 + 14 + 91) / 2^14
    assertThat(json.get("mcnemar").get("p").asDouble()).isCloseTo(0.012939453125, within(1e-12));
    assertThat(json.get("difference_ci95").get(0).asDouble()).isBetween(0.05, 0.12);
    assertThat(json.get("difference_ci95").get(1).asDouble()).isBetween(0.38, 0.45);
    assertThat(run.out()).contains("B - A       +25.00 points", "p = 0.0129 (exact binomial)");
    assertThat(Files.readString(folder.resolve("report/compare.html")))
        .contains("Only A has right: 2", "p00", "Only B has right: 12");
  }

  @Test
  void differentClassListsAreRefused() throws IOException {
    new TestTable(ClassList.imagenet()).classified("p.jpg", 0).write(folder.resolve("a"));
    new TestTable(ClassList.imagenet().withBackground())
        .classified("p.jpg", 1)
        .write(folder.resolve("b"));
    Path labels = Files.writeString(folder.resolve("t.csv"), "picture,label\np,n01440764\n");
    CommandRun run =
        CommandRun.of(
            "compare", "--a", folder.resolve("a"), "--b", folder.resolve("b"), "--truth", labels);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.failure()).contains("counts a background class");
  }

  @Test
  void mixedUpOrderOfOneTableIsNoResult() throws IOException {
    TestTable a = new TestTable(ClassList.imagenet());
    TestTable b = new TestTable(ClassList.imagenet());
    StringBuilder truth = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String path = String.format(Locale.ROOT, "p%02d.jpg", i);
      truth.append(path).append(' ').append(7 * i).append('\n');
      a.classified(path, 7 * i);
      b.classified(path, 7 * i + 1);
    }
    a.write(folder.resolve("a"));
    b.write(folder.resolve("b"));
    Path labels = Files.writeString(folder.resolve("t.txt"), truth);
    CommandRun run =
        CommandRun.of(
            "compare", "--a", folder.resolve("a"), "--b", folder.resolve("b"), "--truth", labels);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.failure()).contains("mixed-up order of classes in table B", "one too low");
  }
}
