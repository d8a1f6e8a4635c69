// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.journal.LockFence;
import io.mobilespark.shards.ShardWriter;
import io.mobilespark.shards.TarShardWriter;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.PrefetchLimits;
import io.mobilespark.storage.TaskStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A task: reads a unit's pictures ahead and in order, and writes them into one shard.
 *
 * @param hadoop how storage is reached
 * @param folder where shards are written
 * @param format of the shard
 * @param keepLabel whether labels are written
 */
record PackShard(
    Broadcast<SerializableConfiguration> hadoop,
    String folder,
    PackFormat format,
    boolean keepLabel)
    implements Function<PackUnit, PackedShard> {

  @Override
  public PackedShard call(PackUnit unit) throws IOException {
    TaskContext task = TaskContext.get();
    Configuration conf = hadoop.value().value();
    TaskStorage storage =
        new TaskStorage(
            conf, LabelSettings.MAX_PICTURE_BYTES, PrefetchLimits.DEFAULT, task::isInterrupted);
    String attempt = Long.toString(task.taskAttemptId());
    try (ShardFile file = ShardFile.create(new Path(folder, unit.file()), attempt, conf);
        PictureStream pictures = new ObjectSplit(unit.paths(), unit.lengths()).open(storage)) {
      ShardWriter writer = writer(file);
      PackedShard shard = write(unit, pictures, writer);
      if (shard.pictures() > 0) {
        // A task that was held up must not write over the shards of who has the output now.
        LockFence.of(conf).require();
        writer.close();
        file.commit();
      }
      return shard;
    }
  }

  private ShardWriter writer(ShardFile file) throws IOException {
    return switch (format) {
      case TAR -> new TarShardWriter(file.stream());
      case PARQUET -> new ParquetShardWriter(file.stream(), keepLabel);
    };
  }

  private PackedShard write(PackUnit unit, PictureStream pictures, ShardWriter writer)
      throws IOException {
    ContentHash hash = new ContentHash();
    List<Refusal> refused = new ArrayList<>();
    for (int i = 0; i < unit.paths().size(); i++) {
      FetchedPicture picture = pictures.next();
      if (!picture.path().equals(unit.paths().get(i))) {
        throw new IllegalStateException(
            String.format(Locale.ROOT, "%s was read for %s", picture.path(), unit.paths().get(i)));
      }
      if (picture instanceof FetchedPicture.Unfetched unfetched) {
        refused.add(new Refusal(unfetched.path(), unfetched.reason(), unfetched.detail()));
      } else if (picture instanceof FetchedPicture.Encoded encoded) {
        Optional<String> label = keepLabel ? encoded.label() : Optional.empty();
        add(unit.names().get(i), encoded, label, writer, hash).ifPresent(refused::add);
      }
    }
    return hash.shard(unit.file(), refused);
  }

  private static Optional<Refusal> add(
      String name,
      FetchedPicture.Encoded picture,
      Optional<String> label,
      ShardWriter writer,
      ContentHash hash)
      throws IOException {
    try {
      writer.add(name, picture.content(), label);
      hash.add(name, picture.content(), label);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Refusal(picture.path(), Refusal.UNSUPPORTED_NAME, String.valueOf(e.getMessage())));
    }
  }
}
