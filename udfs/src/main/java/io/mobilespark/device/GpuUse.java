// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much GPUs were used, by the driver's own figures of about one a second; of all processes on
 * them.
 *
 * @param readings with a utilisation
 * @param utilisation of all readings, summed; per cent
 * @param mostMemory that was used of one GPU, in MiB
 * @param memory of that GPU, in MiB; 0 where it was not told
 * @param problems why there is less to tell, a line each
 */
public record GpuUse(
    long readings, long utilisation, long mostMemory, long memory, Set<String> problems)
    implements Serializable {

  /** Nothing yet. */
  public static final GpuUse NONE = new GpuUse(0, 0, 0, 0, Set.of());

  /** Copies the problems. */
  public GpuUse {
    problems = Set.copyOf(problems);
  }

  /** Both together. */
  public GpuUse plus(GpuUse other) {
    boolean more = other.mostMemory > mostMemory;
    Set<String> all = new TreeSet<>(problems);
    all.addAll(other.problems);
    return new GpuUse(
        readings + other.readings,
        utilisation + other.utilisation,
        more ? other.mostMemory : mostMemory,
        more ? other.memory : memory,
        all);
  }

  static GpuUse of(GpuReading reading) {
    return new GpuUse(
        reading.utilisation().isPresent() ? 1 : 0,
        reading.utilisation().orElse(0),
        reading.memoryUsed().orElse(0),
        reading.memory().orElse(0),
        Set.of());
  }

  static GpuUse problem(String line) {
    return new GpuUse(0, 0, 0, 0, Set.of(line));
  }
}
