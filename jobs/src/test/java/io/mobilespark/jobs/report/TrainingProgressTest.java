// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long seconds;

  private TrainingProgress progress(boolean terminal) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new TrainingProgress(out, terminal, () -> seconds * 1_000_000_000L);
  }

  private static EpochFigures epoch(int number) {
    return new EpochFigures(number, 0.25, 0.9, 0.5, 0.875, 60);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void anEpochIsALineWithTheTimeLeft() {
    TrainingProgress progress = progress(false);
    progress.start(5, List.of());
    seconds = 60;
    progress.rows(1, 10, 100);
    progress.epoch(epoch(1));
    assertThat(lines())
        .containsExactly(
            "Epoch 1 of 5: loss 0.2500, 90.00 % right; held out: loss 0.5000, 87.50 % right;"
                + " 60.0 s, at most 4:00 left");
  }

  @Test
  void aResumedRunCountsItsOwnEpochsForTheTime() {
    TrainingProgress progress = progress(false);
    progress.start(10, List.of(epoch(1), epoch(2)));
    seconds = 1000;
    progress.epoch(epoch(3));
    assertThat(lines().get(0)).isEqualTo("Goes on after epoch 2 of 10");
    assertThat(lines().get(1)).endsWith("at most 1:56:40 left");
  }

  @Test
  void aTerminalShowsRows() {
    TrainingProgress progress = progress(true);
    progress.start(2, List.of());
    seconds = 10;
    progress.rows(1, 500, 1000);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("\rEpoch 1 of 2: 500 of 1,000 pictures, at most 0:30 left\u001b[K");
  }

  @Test
  void thePageEscapesLabelsAndDrawsBothCharts() {
    TrainingReport report =
        new TrainingReport(
            "out",
            Map.of("model", "m"),
            List.of(new TrainingReport.ClassRows("<b>", 3), new TrainingReport.ClassRows("c", 4)),
            5,
            2,
            List.of(epoch(1), epoch(2)),
            epoch(1));
    String html = TrainingPage.html(report);
    assertThat(html).contains("&lt;b&gt;").doesNotContain("<b>").contains("87.50 %");
    assertThat(html.split("<polyline", -1)).hasSize(5);
    assertThat(html).doesNotContain("NaN");
    assertThat(report.json()).contains("\"best_epoch\" : 1", "\"validation_rows\" : 2");
  }
}
