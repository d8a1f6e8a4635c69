// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.identity.LeftOut;

/** What a task has done so far; of one thread. */
final class ReadCounts {
  private long pictures;
  private long bytes;
  private long errors;
  private long waitedNanos;
  private LeftOut leftOut = LeftOut.NONE;

  void picture(long contentBytes, boolean error) {
    pictures++;
    bytes += contentBytes;
    errors += error ? 1 : 0;
  }

  void waited(long nanos) {
    waitedNanos += nanos;
  }

  void leftOut(LeftOut names) {
    leftOut = leftOut.plus(names);
  }

  long pictures() {
    return pictures;
  }

  long bytes() {
    return bytes;
  }

  long errors() {
    return errors;
  }

  long waitedNanos() {
    return waitedNanos;
  }

  LeftOut leftOut() {
    return leftOut;
  }
}
