// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.journal.LockFence;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Packs loose pictures into shards: lists, plans, writes one shard a task, reads all of them back,
 * and only then says that they are there.
 */
public final class PackJob {
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final PackSettings settings;

  /** A job on a session, which stays the caller's. */
  public PackJob(SparkSession spark, PackSettings settings) {
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = context.hadoopConfiguration();
    this.settings = settings;
  }

  /**
   * Runs the job.
   *
   * @param progress takes a line now and then
   * @throws MobileSparkException when an input or the output cannot be used, no picture could be
   *     read, or a shard read back is not what was written
   */
  public PackSummary run(Consumer<String> progress) {
    try {
      OutputGuard guard =
          OutputGuard.of("--output", settings.output(), hadoop).reads("--input", settings.inputs());
      Workplace place = Workplace.of(guard.fileSystem(), guard.output());
      place.store().caution(place.target()).ifPresent(progress);
      try (RunLock lock = RunLock.acquire(place, AttemptId.next())) {
        return run(lock, guard, progress);
      }
    } catch (IOException e) {
      throw new MobileSparkException(
          "The output " + settings.output() + " cannot be written: " + e.getMessage(), e);
    }
  }

  private PackSummary run(RunLock lock, OutputGuard guard, Consumer<String> progress)
      throws IOException {
      PackFolder folder = PackFolder.at(settings, lock, guard);
      PictureListing listing = new PictureListing(hadoop);
      List<PictureFile> pictures = listing.list(settings.inputs());
      listing.leftOut().phrases().forEach(phrase -> progress.accept("Left out: " + phrase));
      pictures.forEach(picture -> guard.requireOutside(picture.path()));
      List<PackUnit> units =
          new PackPlan(settings.format(), settings.shardBytes(), folder.shards())
              .units(pictures, folders());
      progress.accept(
          String.format(
              Locale.ROOT, "%,d pictures found for %,d shards", pictures.size(), units.size()));
      return new PackSummary(
          folder.target().toString(), pack(folder, units, listing.leftOut(), pictures.size()));
  }

  private PackManifest pack(PackFolder folder, List<PackUnit> units, LeftOut leftOut, int listed)
      throws IOException {
    Configuration fenced = new Configuration(hadoop);
    folder.fence().options().forEach(fenced::set);
    Broadcast<SerializableConfiguration> storage =
        context.broadcast(new SerializableConfiguration(fenced));
    try {
      folder.begin();
      String place = folder.place().toString();
      List<PackedShard> written =
          context
              .parallelize(units, units.size())
              .map(new PackShard(storage, place, settings.format(), settings.keepLabel()))
              .collect();
      PackManifest manifest = PackManifest.of(settings, written, leftOut);
      if (manifest.pictures() + manifest.refused().size() != listed) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%d pictures were listed, but %d were packed and %d refused",
                listed,
                manifest.pictures(),
                manifest.refused().size()));
      }
      if (manifest.shards().isEmpty()) {
        Refusal first = manifest.refused().get(0);
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "None of %d pictures could be packed, such as %s: %s, %s",
                listed,
                first.path(),
                first.reason(),
                first.detail()));
      }
      verify(manifest, new VerifyShard(storage, place, settings.format()));
      folder.commit(manifest);
      return manifest;
    } finally {
      storage.destroy(true);
      folder.discard();
    }
  }

  private void verify(PackManifest manifest, VerifyShard reading) {
    List<PackedShard> shards = manifest.shards();
    List<String> files = shards.stream().map(PackedShard::file).toList();
    List<PackedShard> found = context.parallelize(files, files.size()).map(reading).collect();
    for (int i = 0; i < shards.size(); i++) {
      PackedShard wanted = shards.get(i);
      if (!wanted.holdsWhat(found.get(i))) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s was written with %d pictures and SHA-256 %s, but read back with %d and %s",
                wanted.file(),
                wanted.pictures(),
                wanted.sha256(),
                found.get(i).pictures(),
                found.get(i).sha256()));
      }
    }
  }

  /** The folders among the inputs, as their pictures' paths begin. */
  private List<String> folders() throws IOException {
    List<String> folders = new ArrayList<>();
    for (String input : settings.inputs()) {
      Path path = new Path(input);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      if (fileSystem.exists(path) && fileSystem.getFileStatus(path).isDirectory()) {
        folders.add(fileSystem.makeQualified(path).toString());
      }
    }
    return folders;
  }
}
