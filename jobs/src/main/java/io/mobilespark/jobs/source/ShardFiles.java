package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.SourceSettings.Kind;
import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.TarIndex;
import io.mobilespark.shards.TarRange;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.Shard;
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
import org.apache.hadoop.fs.Path;

/**
 * Tells shards from pictures by their names, and cuts large plain tars where there are too few
 * shards for all cores.
 *
 * @param hadoop reaches them
 * @param cores tasks that run at once
 */
record ShardFiles(Configuration hadoop, int cores) {
  /** Below this a tar is not worth a look at its headers. */
  static final long LARGE_TAR_BYTES = 256L << 20;

  private static final int SHARDS_PER_CORE = 4;
  private static final int TARS_AT_ONCE = 8;
  private static final List<String> TAR = List.of(".tar", ".tar.gz", ".tgz", ".tar.zst");
  private static final List<String> TFRECORD =
      List.of(
          ".tfrecord",
          ".tfrecord.gz",
          ".tfrecord.zst",
          ".tfrecords",
          ".tfrecords.gz",
          ".tfrecords.zst");

  /** How many shards a list may hold at most for large ones to be cut. */
  int few() {
    return SHARDS_PER_CORE * cores - 1;
  }

  /**
   * The parts of large tars that are cut, by their paths; walks the headers of several side by
   * side.
   *
   * @param shards of a list that holds few
   */
  Map<String, List<TarRange>> cuts(List<PictureFile> shards, Kind kind) {
    List<PictureFile> large = shards.stream().filter(file -> isLargeTar(file, kind)).toList();
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

  private static Kind kindOf(String path, Kind kind) {
    if (kind != Kind.AUTO && kind != Kind.MANIFEST) {
      return kind;
    }
    String name = path.toLowerCase(Locale.ROOT);
    if (TAR.stream().anyMatch(name::endsWith)) {
      return Kind.TAR;
    }
    return TFRECORD.stream().anyMatch(name::endsWith) ? Kind.TFRECORD : Kind.IMAGES;
  }

  /** A file of known length as what it is. */
  static SourcePart part(PictureFile file, Kind kind) {
    return switch (kindOf(file.path(), kind)) {
      case TAR -> new ShardPart(new Shard.Tar(file.path(), file.length()));
      case TFRECORD ->
          new ShardPart(new Shard.TfRecord(file.path(), file.length(), ExampleFeatures.DEFAULT));
      default -> file;
    };
  }

  /** A file with its length, which a shard's reader has to know. */
  static PictureFile known(PictureFile file, Kind kind, Configuration hadoop) {
    if (file.length() != ObjectSplit.UNKNOWN || kindOf(file.path(), kind) == Kind.IMAGES) {
      return file;
    }
    Path path = new Path(file.path());
    try {
      return new PictureFile(file.path(), path.getFileSystem(hadoop).getFileStatus(path).getLen());
    } catch (IOException e) {
      throw new MobileSparkException("The shard " + path + " cannot be read: " + e, e);
    }
  }

  private static boolean isLargeTar(PictureFile file, Kind kind) {
    return kindOf(file.path(), kind) == Kind.TAR
        && file.length() >= LARGE_TAR_BYTES
        && file.path().toLowerCase(Locale.ROOT).endsWith(".tar");
  }

  private List<TarRange> cut(PictureFile file) {
    try (StoredTar tar = StoredTar.open(file.path(), file.length(), hadoop)) {
      return TarIndex.of(tar, ShardLimits.DEFAULT).ranges(LARGE_TAR_BYTES / 2);
    } catch (IOException e) {
      throw new MobileSparkException("The shard " + file.path() + " cannot be read: " + e, e);
    }
  }
}
