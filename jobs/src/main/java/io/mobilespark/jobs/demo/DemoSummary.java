// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import io.mobilespark.jobs.run.RunSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How a demo went.
 *
 * @param labelled the run of the label job
 * @param rows the table beside the truth, by path
 * @param page the thumbnails
 */
public record DemoSummary(RunSummary labelled, List<DemoRow> rows, Path page) {
  private static final int SAMPLE = 12;

  /** Copies the rows. */
  public DemoSummary {
    rows = List.copyOf(rows);
  }

  /** Share of the drawings, of all that are no broken files, whose best class is right. */
  public double top1() {
    long drawings = rows.stream().filter(row -> !row.truth().isEmpty()).count();
    return drawings == 0 ? 0 : (double) rows.stream().filter(DemoRow::right).count() / drawings;
  }

  /** The line with the accuracy. */
  String accuracyLine() {
    return String.format(
        Locale.ROOT, "top-1 %s %%", String.format(Locale.ROOT, "%.1f", 100 * top1()));
  }

  /** Lines for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(labelled.text());
    text.append(String.format(Locale.ROOT, "%nA sample of the table:%n"));
    int step = Math.max(1, rows.size() / SAMPLE);
    IntStream.iterate(step / 2, i -> i < rows.size(), i -> i + step)
        .mapToObj(i -> rows.get(i).line())
        .forEach(line -> text.append(line).append(System.lineSeparator()));
    text.append(String.format(Locale.ROOT, "%n%s%n", accuracyLine()));
    text.append(String.format(Locale.ROOT, "Page        %s%n", page.toUri()));
    return text.toString();
  }
}
