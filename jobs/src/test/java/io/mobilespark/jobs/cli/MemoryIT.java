// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a process holds that labels many photographs, and drawings of all formats with broken ones
 * among them, on two cores: resident memory, open files, threads. By hand:
 *
 * <pre>
 * mvn verify -pl udfs,jobs -Dtest=none -Dit.test=MemoryIT -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dmobilespark.memory.photographs=DIR
 * </pre>
 */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "mobilespark.memory.photographs", matches = ".+")
class MemoryIT {
  private static final int PICTURES = Integer.getInteger("mobilespark.memory.pictures", 20_000);

  /** Until then classes are loaded and compiled, buffers and pools reach their size. */
  private static final int FIRST = PICTURES / 10;

  /** Two cores times this are committed at once. */
  private static final int UNIT = Integer.getInteger("mobilespark.memory.unit", 2_500);

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final long SAMPLE_MILLIS = 200;

  /** How the names of the pools' threads begin, of which the kernel keeps 15 characters. */
  private static final List<String> POOLS =
      List.of("block-manager-", "QueryStageCreat", "ResultQueryStag", "shuffle-exchang");

  private static final Pattern DONE = Pattern.compile("(?m)^([0-9,]+) of [0-9,]+ pictures,");

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static List<Path> originals;

  @BeforeAll
  static void gather() throws IOException {
    Drawings drawings = Drawings.below(folder, 20, 5);
    Path photographs = Path.of(System.getProperty("mobilespark.memory.photographs")).toRealPath();
    Path copies = Files.createDirectory(folder.resolve("originals"));
    originals = new ArrayList<>();
    for (Path from : List.of(photographs, drawings.set().folder())) {
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          originals.add(Files.copy(file, copies.resolve(originals.size() + ".jpg")));
        }
      }
    }
  }

  @Test
  void fromTheLocalDisk() throws Exception {
    Path pictures = fill(folder.resolve("pictures"));
    assertFlat("local", command(pictures.toString(), folder.resolve("local")));
  }

  @Test
  void fromS3() throws Exception {
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")))) {
      fill(folder.resolve("s3/objects").resolve(s3.bucket()).resolve("pictures"));
      List<String> command = command(s3.uri("pictures"), folder.resolve("from-s3"));
      command.addAll(s3.options(s3.endpoint()));
      // Files that lie in the bucket's folder without having been put there have no ETag.
      String required = "spark.hadoop.fs.s3a.change.detection.version.required=false";
      command.addAll(List.of("--conf", required));
      assertFlat("S3", command);
    }
  }

  /** The originals under other names, as often as it takes. */
  private static Path fill(Path pictures) throws IOException {
    Files.createDirectories(pictures);
    for (int i = 0; i < PICTURES; i++) {
      Files.createLink(
          pictures.resolve(String.format(Locale.ROOT, "%06d.jpg", i)),
          originals.get(i % originals.size()));
    }
    return pictures;
  }

  private static List<String> command(String input, Path output) {
    List<String> command = new ArrayList<>(List.of("label", "--input", input));
    command.addAll(List.of("--output", output.toString(), "--unit-pictures", "" + UNIT));
    command.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--preset", "squash"));
    String weights = "data/weights/mobilenet_2_5_224-assembled.h5";
    command.addAll(List.of("--weights", SharedFiles.require(weights).toString()));
    command.addAll(List.of("--master", "local[2]"));
    return command;
  }

  /**
   * What a process holds at a moment.
   *
   * @param pictures done, as far as it has told
   * @param pools threads among them of Spark's block manager and of its adaptive plans: their pools
   *     begin a thread for every call until they have 16 to 128 each, and end one that had nothing
   *     to do for a minute, so they tell how many waves and jobs there were in the last minute
   */
  private record Sample(long pictures, long residentBytes, long files, long threads, long pools) {
    static Sample of(JavaProcess run) throws IOException {
      Path process = Path.of("/proc", Long.toString(run.handle().pid()));
      List<String> status = Files.readAllLines(process.resolve("status"));
      try (Stream<Path> open = Files.list(process.resolve("fd"))) {
        return new Sample(
            done(run.output()),
            number(status, "VmRSS") * 1024,
            open.count(),
            number(status, "Threads"),
            pools(process));
      }
    }

    private static long pools(Path process) throws IOException {
      long pools = 0;
      try (Stream<Path> threads = Files.list(process.resolve("task"))) {
        for (Path thread : threads.toList()) {
          pools += POOLS.stream().anyMatch(name(thread)::startsWith) ? 1 : 0;
        }
      }
      return pools;
    }

    private static String name(Path thread) throws IOException {
      try {
        return Files.readString(thread.resolve("comm"));
      } catch (IOException e) {
        // It has ended since it was listed; the kernel says so in two ways.
        if (Files.exists(thread)) {
          throw e;
        }
        return "";
      }
    }

    long otherThreads() {
      return threads - pools;
    }

    private static long done(String output) {
      Matcher lines = DONE.matcher(output);
      long done = 0;
      while (lines.find()) {
        done = Long.parseLong(lines.group(1).replace(",", ""));
      }
      return done;
    }

    private static long number(List<String> status, String name) {
      return status.stream()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0L);
    }
  }

  /** With a heap that is there from the start, so that what grows is beside it. */
  private static void assertFlat(String name, List<String> command) throws Exception {
    List<Sample> samples = new ArrayList<>();
    try (JavaProcess run =
        CommandProcess.start(name, folder, command, "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch")) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (run.isAlive() && System.nanoTime() < deadline) {
        try {
          samples.add(Sample.of(run));
        } catch (NoSuchFileException e) {
          // It has just ended; its exit code tells how.
        }
        Thread.sleep(SAMPLE_MILLIS);
      }
      assertThat(run.exitCode(Duration.ofSeconds(10))).as(run.output()).isZero();
    }
    List<Sample> later = samples.stream().filter(each -> each.pictures() >= FIRST).toList();
    assertThat(later).hasSizeGreaterThan(10);
    // The last samples may be of a process that is ending.
    List<Sample> running = later.subList(0, later.size() - 2);
    for (int i = 0; i < running.size(); i += Math.max(1, running.size() / 12)) {
      say(name, running.get(i));
    }
    Sample first = running.get(0);
    assertThat(highest(running, Sample::residentBytes) / (double) first.residentBytes())
        .isLessThanOrEqualTo(1.1);
    List<Sample> early = running.subList(0, running.size() / 3);
    List<Sample> late = running.subList(2 * running.size() / 3, running.size());
    assertThat(highest(late, Sample::files)).isLessThanOrEqualTo(highest(early, Sample::files) + 5);
    assertThat(highest(late, Sample::otherThreads))
        .isLessThanOrEqualTo(highest(early, Sample::otherThreads) + 5);
  }

  private static long highest(List<Sample> samples, ToLongFunction<Sample> of) {
    return samples.stream().mapToLong(of).max().orElseThrow();
  }

  private static void say(String name, Sample sample) {
    System.out.printf(
        Locale.ROOT,
        "%s, %,d pictures: %,d MB resident, %d files, %d threads, %d of them of those pools%n",
        name,
        sample.pictures(),
        sample.residentBytes() / 1_000_000,
        sample.files(),
        sample.threads(),
        sample.pools());
  }
}
