// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.testbed.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * What a process holds that really decodes and classifies very many pictures, after each tenth of
 * them: the heap that lives after a full collection, resident memory, threads, open files. By hand:
 * {@code jobs/src/test/rates SoakRates DIR [PICTURES]}.
 */
public final class SoakRates {
  private static final int UNIT_PICTURES = 5_000;
  private static final int CORES = 2;
  private static final long LOOK_MILLIS = 200;

  private SoakRates() {}

  /**
   * Measures and prints.
   *
   * @param arguments the pictures' folder, and how many pictures are made of them
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long pictures = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000;
    Path target = Files.createDirectories(Path.of("target", "scale-rates").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "soak-");
    try {
      Path manifest =
          ManyPictures.of(folder, Path.of(arguments[0]).toRealPath())
              .manifest("manifest.txt", LongStream.range(0, pictures));
      System.out.println("| tenth | s | heap, MiB | resident, MB | threads | open files |");
      System.out.println("|---|---|---|---|---|---|");
      LabelRuns runs = new LabelRuns(folder);
      List<String> options = new ArrayList<>(List.of("--manifest", manifest.toString()));
      options.addAll(List.of("--unit-pictures", Integer.toString(UNIT_PICTURES)));
      try (JavaProcess run = runs.start("soak", Map.of(), options)) {
        long start = System.nanoTime();
        for (int tenth = 1; tenth < 10; tenth++) {
          long waves = tenth * pictures / 10 / (UNIT_PICTURES * CORES);
          while (run.isAlive() && runs.waves() < waves) {
            Thread.sleep(LOOK_MILLIS);
          }
          say(runs, run, tenth, (System.nanoTime() - start) / 1e9);
        }
        run.exitCode(Duration.ofDays(1));
        System.out.println(run.output());
      }
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private static void say(LabelRuns runs, JavaProcess run, int tenth, double seconds)
      throws IOException, InterruptedException {
    String pid = Long.toString(run.handle().pid());
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process collect =
        new ProcessBuilder(jcmd.toString(), pid, "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    collect.waitFor();
    List<Long> lived = runs.livedMebibytes("soak");
    Path process = Path.of("/proc", pid);
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      List<String> status = Files.readAllLines(process.resolve("status"));
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %d | %d | %d | %d |%n",
          tenth,
          seconds,
          lived.get(lived.size() - 1),
          number(status, "VmRSS") * 1024 / 1_000_000,
          number(status, "Threads"),
          open.count());
    } catch (NoSuchFileException e) {
      throw new IOException("The run ended early:\n" + run.output(), e);
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
