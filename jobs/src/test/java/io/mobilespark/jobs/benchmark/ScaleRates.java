package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.testbed.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
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
      ManyPictures many = ManyPictures.of(folder, Path.of(arguments[0]).toRealPath(), lines);
      say("%,d lines, %,d MB", lines, folder.resolve("manifest.txt").toFile().length() / 1_000_000);
      try (JavaProcess run = many.label("first", UNIT_PICTURES)) {
        long start = System.nanoTime();
        run.await(when(many::isPlanned), "list", PATIENCE);
        say("planned after %.1f s, %,d MB of list", since(start), many.listBytes() / 1_000_000);
        run.await(when(() -> many.waves() > 0), "wave", PATIENCE);
        say("first wave committed after %.1f s", since(start));
        run.handle().destroyForcibly();
      }
      saysHeap(many, "first");
      long before = many.waves();
      try (JavaProcess run = many.label("resumed", UNIT_PICTURES, "--resume")) {
        long start = System.nanoTime();
        run.await(when(() -> many.waves() > before + 1), "wave", PATIENCE);
        say("two more waves committed %.1f s after it was resumed", since(start));
      }
      saysHeap(many, "resumed");
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private static void saysHeap(ManyPictures many, String name) throws IOException {
    List<Long> lived = many.livedMebibytes(name);
    say(
        "%s: %,d collections, %,d MiB lived at most after one",
        name, lived.size(), lived.isEmpty() ? 0 : Collections.max(lived));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** A condition that looks at files. */
  private interface Look {
    boolean isSo() throws IOException;
  }

  private static BooleanSupplier when(Look look) {
    return () -> {
      try {
        return look.isSo();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
