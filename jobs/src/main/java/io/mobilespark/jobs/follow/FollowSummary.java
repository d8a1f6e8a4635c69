// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.follow;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.FailureLimits;
import io.mobilespark.jobs.journal.Fingerprint;
import io.mobilespark.jobs.run.TurnsIgnored;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a stream has written when it ends.
 *
 * @param output the table's folder
 * @param fingerprint what decides the rows
 * @param counts pictures of the table by outcome, those that went well first
 * @param leftOut files that came meanwhile and that are no pictures by their names, or that
 *     MobileSpark wrote
 * @param turnsIgnored pictures that came meanwhile and carry a turn that was not followed
 */
public record FollowSummary(
    String output,
    Fingerprint fingerprint,
    Map<String, Long> counts,
    long leftOut,
    long turnsIgnored) {
  /** Copies the counts. */
  public FollowSummary {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** Pictures of the table. */
  public long pictures() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Refuses a table in which nothing went well.
   *
   * @param success the outcome of a picture that has a result
   * @throws MobileSparkException when it has pictures, and none with a result
   */
  void requireAny(String success) {
    if (pictures() > 0 && counts.getOrDefault(success, 0L) == 0) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "None of %,d pictures was %s; %s 100%% allows that: %s",
              pictures(),
              success,
              FailureLimits.MAX_REJECTED,
              counts.entrySet().stream()
                  .filter(count -> !count.getKey().equals(success))
                  .map(
                      count ->
                          String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()))
                  .collect(Collectors.joining(", "))));
    }
  }

  /** Lines for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(line("Pictures    %,d", pictures()));
    counts.forEach((outcome, count) -> text.append(line("  %-18s %,d", outcome, count)));
    if (turnsIgnored > 0) {
      text.append(line("Turned      %s", TurnsIgnored.told(turnsIgnored)));
    }
    if (leftOut > 0) {
      text.append(
          line(
              "Left out    %,d files: no pictures by their names, or written by MobileSpark",
              leftOut));
    }
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
