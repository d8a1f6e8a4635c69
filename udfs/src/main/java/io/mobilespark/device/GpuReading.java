// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What NVIDIA's driver says of one GPU at one moment, of all processes on it. A figure that it does
 * not tell, as where a GPU is cut into slices, is empty.
 *
 * @param index the driver's number of the GPU
 * @param uuid its name for good
 * @param utilisation the share of the last moment, a second at most, in which a kernel ran; per
 *     cent
 * @param memoryUtilisation the share in which its memory was read or written; per cent
 * @param memoryUsed in MiB
 * @param memory in MiB
 */
record GpuReading(
    int index,
    String uuid,
    OptionalLong utilisation,
    OptionalLong memoryUtilisation,
    OptionalLong memoryUsed,
    OptionalLong memory) {

  /** What {@code nvidia-smi} is to print, in the order of the components. */
  static final String QUERY =
      "index,uuid,utilization.gpu,utilization.memory,memory.used,memory.total";

  private static final int FIELDS = 6;
  private static final Pattern INDEX = Pattern.compile("\\d{1,4}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

  /** Such as {@code [N/A]} and {@code [GPU requires reset]}. */
  private static final Pattern UNTOLD = Pattern.compile("\\[.*]|N/A");

  /** Reads a line of CSV without units; empty when it is none of {@link #QUERY}. */
  static Optional<GpuReading> parse(String line) {
    List<String> fields = Stream.of(line.split(",", -1)).map(String::strip).toList();
    if (fields.size() != FIELDS || !INDEX.matcher(fields.get(0)).matches()) {
      return Optional.empty();
    }
    List<String> figures = fields.subList(2, FIELDS);
    boolean wellFormed =
        figures.stream()
            .allMatch(text -> NUMBER.matcher(text).matches() || UNTOLD.matcher(text).matches());
    return wellFormed
        ? Optional.of(
            new GpuReading(
                Integer.parseInt(fields.get(0)),
                fields.get(1),
                figure(figures.get(0)),
                figure(figures.get(1)),
                figure(figures.get(2)),
                figure(figures.get(3))))
        : Optional.empty();
  }

  OptionalLong figure(GpuMonitor.Figure figure) {
    return switch (figure) {
      case UTILISATION -> utilisation;
      case MEMORY_UTILISATION -> memoryUtilisation;
      case MEMORY_USED -> memoryUsed;
      case MEMORY -> memory;
    };
  }

  private static OptionalLong figure(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
