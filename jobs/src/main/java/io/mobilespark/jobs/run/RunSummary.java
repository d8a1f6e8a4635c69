// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.jobs.journal.AttemptNote;
import io.mobilespark.jobs.journal.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a run ended.
 *
 * @param output the table's folder
 * @param manifest what {@code _mobilespark/run.json} holds
 * @param unchanged whether there was nothing left to do
 * @param device lines on what the tasks saw of their devices
 * @param times of this process
 */
public record RunSummary(
    String output,
    RunManifest manifest,
    boolean unchanged,
    List<String> device,
    RunTimes times) {

  /** Copies the lines. */
  public RunSummary {
    device = List.copyOf(device);
  }

  /** Without anything to tell of devices. */
  public RunSummary(String output, RunManifest manifest, boolean unchanged) {
    this(output, manifest, unchanged, List.of(), RunTimes.NONE);
  }

  RunSummary in(RunTimes measured) {
    return new RunSummary(output, manifest, unchanged, device, measured);
  }

  /**
   * Pictures, rejected by reason, rate, what the time went into, and where the output lies; lines
   * for a terminal.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (unchanged) {
      text.append(line("The output is complete; there was nothing to do"));
    }
    text.append(line("Pictures    %,d", manifest.pictures()));
    manifest.counts().forEach((outcome, count) -> text.append(line("  %-18s %,d", outcome, count)));
    if (!unchanged && replaced() > 0) {
      text.append(line("Replaced    %,d errors of storage", replaced()));
    }
    if (turnsIgnored() > 0) {
      text.append(line("Turned      %s", TurnsIgnored.told(turnsIgnored())));
    }
    leftOut().phrases().forEach(phrase -> text.append(line("Left out    %s", phrase)));
    text.append(
        line(
            "Rate        %.1f pictures/s (%.1f s)",
            manifest.picturesPerSecond(), manifest.seconds()));
    attempts().forEach(told -> text.append(line("%s", told)));
    if (!unchanged) {
      new Bottleneck(manifest.stageSeconds(), times.cores() * manifest.seconds(), times)
          .lines()
          .forEach(told -> text.append(line("%s", told)));
    }
    manifest
        .models()
        .forEach(
            model -> text.append(line("Model       %s, preset %s", model.model(), model.preset())));
    device.forEach(told -> text.append(line("Device      %s", told)));
    text.append(line("Output      %s", output));
    return text.toString();
  }

  private long replaced() {
    return manifest.runs().isEmpty()
        ? 0
        : manifest.runs().get(manifest.runs().size() - 1).replaced();
  }

  /** The processes that made the table's last part, where one did not do it alone. */
  private List<String> attempts() {
    List<AttemptNote> all =
        manifest.runs().isEmpty()
            ? List.of()
            : manifest.runs().get(manifest.runs().size() - 1).attempts();
    List<String> told = new ArrayList<>();
    if (!unchanged && all.size() > 1) {
      told.add(String.format(Locale.ROOT, "Attempts    %,d", all.size()));
      all.forEach(
          each ->
              told.add(
                  String.format(
                      Locale.ROOT,
                      "  %-18s %,d in %.1f s on %s, %s",
                      each.attempt(),
                      each.committed(),
                      each.seconds(),
                      each.host(),
                      each.end().name().toLowerCase(Locale.ROOT))));
    }
    return told;
  }

  private LeftOut leftOut() {
    return manifest.runs().isEmpty()
        ? LeftOut.NONE
        : manifest.runs().get(manifest.runs().size() - 1).leftOut();
  }

  private long turnsIgnored() {
    return manifest.runs().isEmpty()
        ? 0
        : manifest.runs().get(manifest.runs().size() - 1).turnsIgnored();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format + "%n", values);
  }
}
