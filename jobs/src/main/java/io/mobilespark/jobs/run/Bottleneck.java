// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run's cores were busy with.
 *
 * @param seconds in each stage, summed over tasks, by its name
 * @param coreSeconds that all cores had while tasks ran
 * @param times of the process
 */
record Bottleneck(Map<String, Double> seconds, double coreSeconds, RunTimes times) {
  private static final double WORTH_TELLING = 0.01;

  /** What a shorter run is bound by is bound by chance. */
  private static final double LONG_ENOUGH_SECONDS = 60;

  private static final String NO_STAGE = "write and wait";

  Bottleneck {
    seconds = new LinkedHashMap<>(seconds);
  }

  /**
   * Where the time went and what would change it; nothing where nothing was measured.
   *
   * @return lines for a terminal
   */
  List<String> lines() {
    Map<String, Double> shares = shares();
    if (shares.isEmpty()) {
      return List.of();
    }
    List<String> told = new ArrayList<>();
    shares.forEach(
        (stage, share) -> {
          if (share >= WORTH_TELLING) {
            told.add(String.format(Locale.ROOT, "%s %.0f %%", stage, 100 * share));
          }
        });
    String most =
        shares.entrySet().stream()
            .max(Comparator.comparingDouble(Map.Entry::getValue))
            .orElseThrow()
            .getKey();
    List<String> lines = new ArrayList<>(List.of("Time        " + String.join(", ", told)));
    if (times.startSeconds() > times.workSeconds()) {
      lines.add(
          "Bound by    start-up: more pictures in one run, or --follow where they arrive one by one");
    } else if (times.startSeconds() + times.workSeconds() >= LONG_ENOUGH_SECONDS) {
      lines.add("Bound by    " + most + ": " + advice(most));
    }
    return lines;
  }

  /** Of the cores' time, by stage; what no stage took stands last. */
  private Map<String, Double> shares() {
    double measured = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    if (measured <= 0) {
      return shares;
    }
    double all = Math.max(measured, coreSeconds);
    seconds.forEach((stage, time) -> shares.put(stage, time / all));
    shares.put(NO_STAGE, (all - measured) / all);
    return shares;
  }

  private static String advice(String stage) {
    return switch (stage) {
      case "read" ->
          "more --prefetch-requests and --prefetch-bytes, or small files packed into shards by"
              + " 'pack'";
      case "batch" -> "pictures are copied once: smaller files";
      case "decode" -> "pictures nearer to the network's size, or more cores";
      case "preprocess" -> "a preset that takes less, such as squash, or more cores";
      case "infer" ->
          "--precision bf16 where the CPU has it, a smaller --alpha or --resolution, a GPU, or more"
              + " cores";
      case "rank" -> "a smaller --top-k";
      default ->
          "more pictures at once (--unit-pictures), fewer and larger input files, or a faster"
              + " output";
    };
  }
}
