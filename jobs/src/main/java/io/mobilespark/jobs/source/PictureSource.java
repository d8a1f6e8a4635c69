// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.FileKinds;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.ShardPart;
import io.mobilespark.source.SourcePart;
import io.mobilespark.source.SplitPlanner;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.storage.DoneMembers;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.storage.Shard;
import io.mobilespark.storage.ShardSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How tasks read a job's pictures, which its {@link RunList} names. */
public sealed interface PictureSource permits FileSource, TableSource {
  /**
   * The rows of some parts, one per picture and model; lazy.
   *
   * @param done members of shards to leave out
   */
  JavaRDD<Row> rows(List<? extends SourcePart> parts, PictureWork work, DoneMembers done);

  /** How many pictures some parts hold; empty where only reading them tells. */
  OptionalLong pictures(List<? extends SourcePart> parts);

  /** How many pictures there are to be done, where that was counted. */
  default OptionalLong counted() {
    return OptionalLong.empty();
  }

  /**
   * Columns {@code key} and {@code count} of the pictures in some parts, where keys may stand there
   * more than once; empty where none does.
   */
  default Optional<Dataset<Row>> doubles(List<? extends SourcePart> parts) {
    return Optional.empty();
  }

  /** Which of some parts is not what it was when it was found; looked for after a failure. */
  default Optional<String> changed(List<? extends SourcePart> parts) {
    return Optional.empty();
  }

  /**
   * The same without pictures that are done, where a table's keys are joined with them; itself
   * where the list is.
   *
   * @param done a column {@code path}
   */
  default PictureSource without(Dataset<Row> done) {
    return this;
  }

  /**
   * Files that one task reads, as what they are: loose pictures, and shards one after the other.
   *
   * @param files of known length
   * @param kinds tells what they are
   */
  static List<PictureSplit> splits(List<PictureFile> files, FileKinds kinds) {
    List<SourcePart> parts = files.stream().map(file -> kinds.part(file)).toList();
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
      splits.add(new ShardSplit(shards, DoneMembers.NONE));
    }
    return splits;
  }
}
