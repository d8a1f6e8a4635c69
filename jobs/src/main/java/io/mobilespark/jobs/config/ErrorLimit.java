package io.mobilespark.jobs.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many pictures storage may fail to deliver before a run fails.
 *
 * @param value a count, or a percentage of the run's pictures; 0 or more
 * @param percent whether it is a percentage
 */
public record ErrorLimit(double value, boolean percent) {
  /** One in a hundred. */
  public static final ErrorLimit DEFAULT = new ErrorLimit(1, true);

  private static final Pattern TEXT = Pattern.compile("([0-9]+(?:[.][0-9]+)?)(%?)");

  /** Checks the range. */
  public ErrorLimit {
    if (!(value >= 0) || (percent ? value > 100 : value != Math.rint(value))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--max-errors is a count or a percentage from 0%% to 100%%: %s%s",
              value,
              percent ? "%" : ""));
    }
  }

  /** From {@code 20} or {@code 0.5%}. */
  public static ErrorLimit parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--max-errors is a count such as 20 or a percentage such as 0.5%: " + text);
    }
    return new ErrorLimit(Double.parseDouble(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /** The largest number of errors that is still allowed. */
  public long allowed(long pictures) {
    return (long) Math.floor(percent ? pictures * value / 100 : value);
  }

  @Override
  public String toString() {
    String number = value == Math.rint(value) ? Long.toString((long) value) : "" + value;
    return percent ? number + "%" : number;
  }
}
