// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels that were shuffled: said first wherever figures are, and compared with nothing. */
final class ChanceIT {
  private static final String SENTENCE = "No better than chance: top-1 of the classified pictures";

  @TempDir Path folder;
  private Path table = Path.of("");
  private Path truth = Path.of("");

  @BeforeEach
  void shuffled() throws IOException {
    List<Integer> labels = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
    Collections.shuffle(labels, new Random(5));
    TestTable rows = new TestTable(ClassList.imagenet());
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      rows.classified("p" + i + ".jpg", i);
      lines.append('p').append(i).append(' ');
      lines.append(ClassList.imagenet().label(labels.get(i))).append('\n');
    }
    table = folder.resolve("table");
    rows.write(table);
    truth = Files.writeString(folder.resolve("truth.txt"), lines);
  }

  @Test
  void evaluationSaysSoFirst() throws IOException {
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--predictions",
            table,
            "--truth",
            truth,
            "--report",
            folder.resolve("report"));
    assertThat(run.failure()).isEmpty();
    assertThat(run.out()).startsWith("Chance      " + SENTENCE).doesNotContain("Published");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report/report.json").toFile());
    assertThat(json.fieldNames().next()).isEqualTo("chance");
    assertThat(json.get("chance").asText()).startsWith(SENTENCE);
    assertThat(json.get("published")).isEmpty();
    String html = Files.readString(folder.resolve("report/report.html"));
    assertThat(html.substring(html.indexOf("</h1>") + 5).strip())
        .startsWith("<p role=\"alert\"><strong>" + SENTENCE);
    assertThat(html).doesNotContain("Published figures of this variant");
  }

  @Test
  void comparisonSaysSoFirst() throws IOException {
    CommandRun run =
        CommandRun.of(
            "compare",
            "--a",
            table,
            "--b",
            table,
            "--truth",
            truth,
            "--report",
            folder.resolve("report"));
    assertThat(run.failure()).isEmpty();
    assertThat(run.out()).startsWith("Chance A    " + SENTENCE).contains("Chance B    " + SENTENCE);
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report/compare.json").toFile());
    assertThat(json.fieldNames().next()).isEqualTo("chance_a");
    assertThat(json.get("chance_b").asText()).startsWith(SENTENCE);
    assertThat(Files.readString(folder.resolve("report/compare.html")))
        .contains("Chance A: " + SENTENCE);
  }
}
