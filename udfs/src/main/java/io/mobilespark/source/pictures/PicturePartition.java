// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.source.FoundParts;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.SourcePart;
import io.mobilespark.source.SplitPlanner;
import io.mobilespark.storage.DoneMembers;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.storage.ShardSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * What one task reads.
 *
 * @param split as {@code label} would cut it
 * @param modifiedMillis of each of its loose pictures, or of each of its shards; not changed
 *     afterwards
 */
record PicturePartition(PictureSplit split, long[] modifiedMillis) implements InputPartition {

  /**
   * Cuts what was found.
   *
   * @param cores tasks that read at once
   */
  static List<PicturePartition> cut(FoundParts found, int cores) {
    List<SourcePart> parts =
        Stream.<SourcePart>concat(found.shards().stream(), found.pictures().stream()).toList();
    List<PicturePartition> partitions = new ArrayList<>();
    int next = 0;
    for (PictureSplit split : new SplitPlanner(cores).splits(parts, DoneMembers.NONE)) {
      if (split instanceof ObjectSplit loose) {
        // They hold every picture once, in the listing's order.
        List<PictureFile> files =
            found.pictures().subList(next, next + loose.paths().size());
        next += files.size();
        partitions.add(
            new PicturePartition(
                loose, files.stream().mapToLong(PictureFile::modifiedMillis).toArray()));
      } else if (split instanceof ShardSplit shards) {
        partitions.add(
            new PicturePartition(
                shards,
                shards.shards().stream()
                    .mapToLong(
                        shard ->
                            found.modifiedMillis().getOrDefault(shard.path(), ObjectSplit.UNKNOWN))
                    .toArray()));
      }
    }
    return partitions;
  }
}
