// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many pictures may go wrong in one way before a run fails.
 *
 * @param option that sets it, for messages
 * @param value a count, or a percentage of the run's pictures; 0 or more
 * @param percent whether it is a percentage
 */
public record ErrorLimit(String option, double value, boolean percent) {
  private static final Pattern TEXT = Pattern.compile("([0-9]+(?:[.][0-9]+)?)(%?)");

  /** Checks the range. */
  public ErrorLimit {
    if (!(value >= 0) || (percent ? value > 100 : value != Math.rint(value))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is a count or a percentage from 0%% to 100%%: %s%s",
              option,
              value,
              percent ? "%" : ""));
    }
  }

  /** From {@code 20} or {@code 0.5%}. */
  public static ErrorLimit parse(String option, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          option + " is a count such as 20 or a percentage such as 0.5%: " + text);
    }
    return new ErrorLimit(
        option, Double.parseDouble(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /** The largest number of errors that is still allowed; a part of a picture allows one. */
  public long allowed(long pictures) {
    BigDecimal all = BigDecimal.valueOf(value);
    // In decimals: 0.1 % of 3,000 are 3, and not a little more.
    BigDecimal allowed =
        percent ? all.multiply(BigDecimal.valueOf(pictures)).movePointLeft(2) : all;
    return allowed.setScale(0, RoundingMode.CEILING).longValueExact();
  }

  @Override
  public String toString() {
    String number = value == Math.rint(value) ? Long.toString((long) value) : "" + value;
    return option + " " + (percent ? number + "%" : number);
  }
}
