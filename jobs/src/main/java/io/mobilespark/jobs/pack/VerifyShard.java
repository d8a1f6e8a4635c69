// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.shards.ShardEntry;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.ShardReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A task: reads a shard back and says what is in it.
 *
 * @param hadoop how storage is reached
 * @param folder where shards lie
 * @param format of the shard
 */
record VerifyShard(Broadcast<SerializableConfiguration> hadoop, String folder, PackFormat format)
    implements Function<String, PackedShard> {
  private static final ShardLimits LIMITS =
      ShardLimits.DEFAULT.withMaxMemberBytes(LabelSettings.MAX_PICTURE_BYTES);

  @Override
  public PackedShard call(String file) throws IOException {
    Path path = new Path(folder, file);
    ContentHash hash = new ContentHash();
    Configuration conf = hadoop.value().value();
    if (format == PackFormat.TAR) {
      readTar(path, conf, hash);
    } else {
      readParquet(path, conf, hash);
    }
    return hash.shard(file, List.of());
  }

  private static void readTar(Path path, Configuration conf, ContentHash hash) throws IOException {
    FileSystem fileSystem = path.getFileSystem(conf);
    long length = fileSystem.getFileStatus(path).getLen();
    try (ShardReader shard = ShardReader.tar(fileSystem.open(path), length, LIMITS)) {
      while (shard.hasNext()) {
        ShardEntry entry = shard.next();
        if (entry instanceof ShardEntry.Damage damage) {
          throw new MobileSparkException(
              String.format(
                  Locale.ROOT,
                  "The shard %s is broken at byte %d: %s",
                  path,
                  damage.offset(),
                  damage.reason()));
        }
        if (entry instanceof ShardEntry.Member member) {
          hash.add(member.name(), member.content(), member.label());
        }
      }
    }
  }

  private static void readParquet(Path path, Configuration conf, ContentHash hash)
      throws IOException {
    try (ParquetReader<Group> rows =
        new Rows(HadoopInputFile.fromPath(path, conf)).withConf(conf).build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        boolean labelled =
            row.getType().containsField(ParquetShardWriter.LABEL)
                && row.getFieldRepetitionCount(ParquetShardWriter.LABEL) > 0;
        hash.add(
            row.getString(ParquetShardWriter.PATH, 0),
            row.getBinary(ParquetShardWriter.CONTENT, 0).getBytes(),
            labelled ? Optional.of(row.getString(ParquetShardWriter.LABEL, 0)) : Optional.empty());
      }
    }
  }

  private static final class Rows extends ParquetReader.Builder<Group> {
    Rows(HadoopInputFile file) {
      super(file);
    }

    @Override
    protected GroupReadSupport getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
