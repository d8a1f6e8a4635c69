// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;

/** Lines of a truth that cannot be read: so many are skipped and counted, the next is refused. */
final class BadLines {
  private final int most;
  private int skipped;
  private String first = "";

  /**
   * None so far.
   *
   * @param most that are skipped
   */
  BadLines(int most) {
    this.most = most;
  }

  /**
   * Skips a line.
   *
   * @param refusal says where it is and why it cannot be read
   * @throws MobileSparkException the refusal, where as many as may be were skipped before
   */
  void skip(MobileSparkException refusal) {
    if (most == 0) {
      throw refusal;
    }
    if (skipped == most) {
      throw new MobileSparkException(
          refusal.getMessage() + "; --skip-bad-lines has skipped " + most + " before", refusal);
    }
    skipped++;
    if (skipped == 1) {
      first = String.valueOf(refusal.getMessage());
    }
  }

  /** How many more are skipped. */
  int left() {
    return most - skipped;
  }

  /** What was skipped, behind a recognition; empty where nothing was. */
  String phrase() {
    return switch (skipped) {
      case 0 -> "";
      case 1 -> "; skipped 1 line that cannot be read: " + first;
      default -> "; skipped " + skipped + " lines that cannot be read, the first: " + first;
    };
  }
}
