// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.notebooks;

import java.util.ArrayList;
import java.util.List;

/** What cells display, as the kernel would show it. Public: the shell's code calls it. */
public final class Display {
  private static final List<String> SHOWN = new ArrayList<>();

  private Display() {}

  /** Keeps what a cell displays. */
  public static synchronized void show(String content) {
    SHOWN.add(content);
  }

  /** Everything since the last call. */
  static synchronized List<String> taken() {
    List<String> shown = List.copyOf(SHOWN);
    SHOWN.clear();
    return shown;
  }
}
