// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.ErrorLimit;
import io.mobilespark.jobs.config.FailureLimits;
import io.mobilespark.spark.Rejections.Tally;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Judges what a run has lost by what it may lose.
 *
 * @param limits of the run
 * @param pictures that it has, as far as is known
 */
record Losses(FailureLimits limits, long pictures) {
  /** Why the run is to end now; empty while no limit is passed. */
  Optional<String> tooMany(Tally rejected) {
    Tally storage = rejected.ofStorage();
    return tooMany("Storage failed for %,d pictures", limits.errors(), storage)
        .or(
            () ->
                limits
                    .rejected()
                    .flatMap(most -> tooMany("%,d pictures have no result", most, rejected)));
  }

  private Optional<String> tooMany(String what, ErrorLimit limit, Tally tally) {
    long allowed = limit.allowed(pictures);
    return tally.count() <= allowed
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                what + ", more than the %,d of %,d that %s allows: %s",
                tally.count(),
                allowed,
                pictures,
                limit,
                causes(tally)));
  }

  /**
   * Judges what is to be committed.
   *
   * @param rejected of all waves so far
   * @param explained names some of them; asked only where they are too many
   * @throws MobileSparkException when they are too many
   */
  void requireFew(Tally rejected, UnaryOperator<Tally> explained) {
    if (tooMany(rejected).isPresent()) {
      throw new MobileSparkException(tooMany(explained.apply(rejected)).orElseThrow());
    }
  }

  /**
   * Judges a run whose pictures are all done, and known.
   *
   * @param success the outcome of a picture that has a result
   * @throws MobileSparkException when it has lost more than it may, or everything
   */
  void requireAny(Tally rejected, UnaryOperator<Tally> explained, String success) {
    requireFew(rejected, explained);
    if (everything(rejected)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "None of %,d pictures was %s; %s 100%% allows that, with --resume for what is done:"
                  + " %s",
              pictures,
              success,
              FailureLimits.MAX_REJECTED,
              causes(explained.apply(rejected))));
    }
  }

  private boolean everything(Tally rejected) {
    return limits.rejected().isEmpty() && pictures > 0 && rejected.count() >= pictures;
  }

  private static String causes(Tally tally) {
    String counts =
        tally.counts().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()))
            .collect(Collectors.joining(", "));
    String first =
        tally.first().stream()
            .map(cause -> cause.reason() + " " + cause.path() + " (" + cause.detail() + ")")
            .collect(Collectors.joining("; "));
    return counts + (first.isEmpty() ? "" : "; " + first);
  }
}
