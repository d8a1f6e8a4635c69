package io.mobilespark.jobs.follow;

import io.mobilespark.jobs.journal.Fingerprint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a stream has written when it ends.
 *
 * @param output the table's folder
 * @param fingerprint what decides the rows
 * @param counts pictures of the table by outcome, those that went well first
 */
public record FollowSummary(String output, Fingerprint fingerprint, Map<String, Long> counts) {
  /** Copies the counts. */
  public FollowSummary {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** Pictures of the table. */
  public long pictures() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Lines for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(line("Pictures    %,d", pictures()));
    counts.forEach((outcome, count) -> text.append(line("  %-18s %,d", outcome, count)));
    fingerprint
        .models()
        .forEach(
            model -> text.append(line("Model       %s, preset %s", model.model(), model.preset())));
    text.append(line("Output      %s", output));
    return text.toString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format + "%n", values);
  }
}
