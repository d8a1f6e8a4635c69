// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.TarIndex;
import io.mobilespark.shards.TarRange;
import io.mobilespark.storage.StoredTar;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;

/**
 * Cuts large plain tars where there are too few shards for all cores.
 *
 * @param hadoop reaches them
 * @param cores tasks that run at once
 */
public record ShardFiles(Configuration hadoop, int cores) {
  /** Below this a tar is not worth a look at its headers. */
  static final long LARGE_TAR_BYTES = 256L << 20;

  private static final int SHARDS_PER_CORE = 4;
  private static final int TARS_AT_ONCE = 8;

  /** How many shards a list may hold at most for large ones to be cut. */
  public int few() {
    return SHARDS_PER_CORE * cores - 1;
  }

  /**
   * The parts of large tars that are cut, by their paths; walks the headers of several side by
   * side.
   *
   * @param shards of a list that holds few
   */
  public Map<String, List<TarRange>> cuts(List<PictureFile> shards, FileKinds kinds) {
    List<PictureFile> large = shards.stream().filter(file -> isLargeTar(file, kinds)).toList();
    if (large.isEmpty()) {
      return Map.of();
    }
    // Made by this thread, its threads have this thread's class loader.
    ExecutorService pool = Executors.newFixedThreadPool(TARS_AT_ONCE);
    try {
      List<Future<List<TarRange>>> cuts =
          large.stream().map(file -> pool.submit(() -> cut(file))).toList();
      Map<String, List<TarRange>> all = new LinkedHashMap<>();
      for (int i = 0; i < large.size(); i++) {
        List<TarRange> ranges = cuts.get(i).get();
        // One range may also mean that the file is no plain tar in spite of its name.
        if (ranges.size() > 1) {
          all.put(large.get(i).path(), ranges);
        }
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MobileSparkException("interrupted while looking into shards", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof MobileSparkException failure
          ? failure
          : new MobileSparkException("The shards cannot be looked into: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean isLargeTar(PictureFile file, FileKinds kinds) {
    return kinds.kindOf(file.path()) == SourceKind.TAR
        && file.length() >= LARGE_TAR_BYTES
        && file.path().toLowerCase(Locale.ROOT).endsWith(".tar");
  }

  private List<TarRange> cut(PictureFile file) {
    try (StoredTar tar = StoredTar.of(file.path(), file.length(), hadoop)) {
      return TarIndex.of(tar, ShardLimits.DEFAULT).ranges(LARGE_TAR_BYTES / 2);
    } catch (IOException e) {
      throw new MobileSparkException("The shard " + file.path() + " cannot be read: " + e, e);
    }
  }
}
