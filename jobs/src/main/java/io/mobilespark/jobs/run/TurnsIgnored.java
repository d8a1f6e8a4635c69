// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import java.util.Locale;

/** Tells of pictures that were not turned as their cameras meant them. */
public final class TurnsIgnored {
  private TurnsIgnored() {}

  /** A line that names the option. */
  public static String told(long pictures) {
    return String.format(
        Locale.ROOT,
        "%,d with an EXIF turn that was ignored; --orientation exif follows it",
        pictures);
  }
}
