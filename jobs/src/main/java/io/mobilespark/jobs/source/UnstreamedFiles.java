// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FolderSeed;
import io.mobilespark.source.PathOrder;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.AskedInputs;
import io.mobilespark.source.FolderWalk;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * Files of a folder that Spark's streams of files never show, though a run with an end takes them
 * for pictures: names that begin with {@code _}, empty files, and links to what is not there.
 *
 * @param count how many there are
 * @param first by the alphabet; empty where there is none
 */
public record UnstreamedFiles(long count, String first) {
  private static final int REQUESTS = 64;

  /**
   * Lists a folder to the bottom, links not followed.
   *
   * @throws MobileSparkException when it cannot be listed
   */
  public static UnstreamedFiles of(String folder, Configuration hadoop) {
    AtomicLong count = new AtomicLong();
    Map<String, String> first = new ConcurrentHashMap<>();
    FolderSeed seed = new FolderSeed(folder, folder, List.of(), true, false);
    try (FolderWalk walk =
        new FolderWalk(
            hadoop,
            file -> {
              if (isUnstreamed(file)) {
                count.incrementAndGet();
                first.merge("", file.path(), BinaryOperator.minBy(PathOrder.BYTES));
              }
            },
            Set.of(),
            Long.MAX_VALUE,
            Long.MAX_VALUE)) {
      walk.walk(List.of(seed), REQUESTS);
    } catch (IOException e) {
      throw AskedInputs.failed(folder, e);
    }
    return new UnstreamedFiles(count.get(), first.getOrDefault("", ""));
  }

  /** A line; not to be asked where there is none. */
  public String phrase() {
    return String.format(
        Locale.ROOT,
        "%,d files that no stream of Spark's shows (names that begin with _, empty files, links to"
            + " nothing), the first %s; label without --follow takes them",
        count,
        first);
  }

  private static boolean isUnstreamed(PictureFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    return name.startsWith("_") || file.length() <= 0;
  }
}
