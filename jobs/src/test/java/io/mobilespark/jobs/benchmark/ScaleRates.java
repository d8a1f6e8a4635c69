// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.testbed.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileUtil;

/**
 * What a run over very many pictures takes with a heap of 1 GiB on two cores: the time until its
 * list is stored and its first wave committed, then it is killed and goes on; and the most that its
 * heap held after a collection. By hand: {@code jobs/src/test/rates ScaleRates DIR [LINES]}.
 */
public final class ScaleRates {
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final int UNIT_PICTURES = 250;

  private ScaleRates() {}

  /**
   * Measures and prints.
   *
   * @param arguments the pictures' folder, and how many lines the manifest has
   */
  public static void main(String[] arguments) throws IOException {
    long lines = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10_000_000;
    Path target = Files.createDirectories(Path.of("target", "scale-rates").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "scale-");
    try {
      Path manifest =
          ManyPictures.of(folder, Path.of(arguments[0]).toRealPath())
              .manifest("manifest.txt", LongStream.range(0, lines));
      LabelRuns runs = new LabelRuns(folder);
      List<String> options = new ArrayList<>(List.of("--manifest", manifest.toString()));
      options.addAll(List.of("--unit-pictures", Integer.toString(UNIT_PICTURES)));
      say("%,d lines, %,d MB", lines, Files.size(manifest) / 1_000_000);
      try (JavaProcess run = runs.start("first", Map.of(), options)) {
        long start = System.nanoTime();
        run.await(runs.planned(), "list", PATIENCE);
        say("planned after %.1f s, %,d MB of list", since(start), runs.listBytes() / 1_000_000);
        run.await(() -> runs.waves() > 0, "wave", PATIENCE);
        say("first wave committed after %.1f s", since(start));
        run.handle().destroyForcibly();
      }
      saysHeap(runs, "first");
      long before = runs.waves();
      options.add("--resume");
      try (JavaProcess run = runs.start("resumed", Map.of(), options)) {
        long start = System.nanoTime();
        run.await(() -> runs.waves() > before + 1, "wave", PATIENCE);
        say("two more waves committed %.1f s after it was resumed", since(start));
      }
      saysHeap(runs, "resumed");
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private static void saysHeap(LabelRuns runs, String name) throws IOException {
    List<Long> lived = runs.livedMebibytes(name);
    say(
        "%s: %,d collections, %,d MiB lived at most after one",
        name, lived.size(), lived.isEmpty() ? 0 : Collections.max(lived));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
