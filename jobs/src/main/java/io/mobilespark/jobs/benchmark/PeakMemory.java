// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most memory that this process has had resident, as Linux counts it. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private PeakMemory() {}

  /** In bytes; empty on systems that do not tell. */
  static OptionalDouble bytes() {
    if (!Files.isReadable(STATUS)) {
      return OptionalDouble.empty();
    }
    try {
      Matcher peak = PEAK.matcher(Files.readString(STATUS));
      return peak.find()
          ? OptionalDouble.of(1024.0 * Long.parseLong(peak.group(1)))
          : OptionalDouble.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
