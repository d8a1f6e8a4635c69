package io.mobilespark.jobs.source;

import io.mobilespark.jobs.config.SourceSettings.Kind;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.storage.Shard;
import io.mobilespark.storage.ShardSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** How tasks read a job's pictures, which its {@link RunList} names. */
public sealed interface PictureSource permits FileSource, TableSource {
  /**
   * The rows of some parts, one per picture and model; lazy.
   *
   * @param done keys of pictures to leave out
   */
  JavaRDD<Row> rows(List<? extends SourcePart> parts, PictureWork work, Set<String> done);

  /**
   * Files that one task reads, as what they are: loose pictures, and shards one after the other.
   *
   * @param files of known length
   * @param kind what they hold, or {@link Kind#AUTO} for what their names say
   */
  static List<PictureSplit> splits(List<PictureFile> files, Kind kind) {
    List<SourcePart> parts = files.stream().map(file -> ShardFiles.part(file, kind)).toList();
    List<PictureSplit> splits = new ArrayList<>();
    List<PictureFile> pictures =
        parts.stream()
            .flatMap(part -> part instanceof PictureFile p ? Stream.of(p) : Stream.empty())
            .toList();
    List<Shard> shards =
        parts.stream()
            .flatMap(part -> part instanceof ShardPart s ? Stream.of(s.shard()) : Stream.empty())
            .toList();
    if (!pictures.isEmpty()) {
      splits.add(SplitPlanner.split(pictures));
    }
    if (!shards.isEmpty()) {
      splits.add(new ShardSplit(shards, Set.of()));
    }
    return splits;
  }
}
