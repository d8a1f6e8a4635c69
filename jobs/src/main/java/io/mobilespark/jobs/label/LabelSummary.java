package io.mobilespark.jobs.label;

import io.mobilespark.jobs.sink.RunManifest;

/**
 * How a run ended.
 *
 * @param output the table's folder
 * @param manifest what {@code _mobilespark/run.json} holds
 */
public record LabelSummary(String output, RunManifest manifest) {

  /** Pictures, rejected by reason, rate, and where the output lies; lines for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("Pictures    %,d%n".formatted(manifest.pictures()));
    manifest
        .counts()
        .forEach((outcome, count) -> text.append("  %-18s %,d%n".formatted(outcome, count)));
    text.append(
        "Rate        %.1f pictures/s (%.1f s)%n"
            .formatted(manifest.picturesPerSecond(), manifest.seconds()));
    text.append("Model       %s, preset %s%n".formatted(manifest.model(), manifest.preset()));
    text.append("Output      %s%n".formatted(output));
    return text.toString();
  }
}
