// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Share;
import java.util.Locale;
import java.util.OptionalDouble;

/** Figures as people read them; what is not known is a dash. */
final class Figures {
  private static final String NONE = "–";

  private Figures() {}

  /** {@code 12,345}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 71.34 %}. */
  static String percent(OptionalDouble share) {
    return share.isEmpty()
        ? NONE
        : String.format(Locale.ROOT, "%.2f %%", 100 * share.getAsDouble());
  }

  /** {@code 71.34 % (95 %: 70.94 to 71.73)}. */
  static String withInterval(Share share) {
    return percent(share.value())
        + share
            .interval()
            .map(
                i ->
                    String.format(
                        Locale.ROOT, " (95 %%: %.2f to %.2f)", 100 * i.low(), 100 * i.high()))
            .orElse("");
  }

  /** A difference of shares in points, with its sign: {@code +0.24}. */
  static String points(OptionalDouble difference) {
    return difference.isEmpty()
        ? NONE
        : String.format(Locale.ROOT, "%+.2f", 100 * difference.getAsDouble());
  }

  /** So many decimals. */
  static String decimals(OptionalDouble value, int decimals) {
    return value.isEmpty()
        ? NONE
        : String.format(Locale.ROOT, "%." + decimals + "f", value.getAsDouble());
  }

  /** A published figure with the decimals it was published with. */
  static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
