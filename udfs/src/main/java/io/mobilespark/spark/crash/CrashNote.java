// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import java.util.List;

/**
 * What one attempt at a task has in hand.
 *
 * @param host where it runs
 * @param alone whether nothing else is in hand in its whole JVM
 * @param pictures their keys
 */
record CrashNote(String host, boolean alone, List<String> pictures) {
  CrashNote {
    pictures = List.copyOf(pictures);
  }
}
