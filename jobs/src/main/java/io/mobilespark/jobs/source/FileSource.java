// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.spark.PictureWork;
import io.mobilespark.storage.DoneMembers;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.storage.Shard;
import io.mobilespark.storage.ShardSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Loose pictures and shards.
 *
 * @param spark stays the caller's
 */
record FileSource(SparkSession spark) implements PictureSource {
  @Override
  public JavaRDD<Row> rows(List<? extends SourcePart> some, PictureWork work, DoneMembers done) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<PictureSplit> splits = splits(some, context.defaultParallelism(), done);
    // One split per partition.
    return context.parallelize(splits, Math.max(1, splits.size())).flatMap(work);
  }

  @Override
  public OptionalLong pictures(List<? extends SourcePart> some) {
    return some.stream().allMatch(part -> part instanceof PictureFile)
        ? OptionalLong.of(some.size())
        : OptionalLong.empty();
  }

  /** Shards first: they are the larger pieces. */
  static List<PictureSplit> splits(List<? extends SourcePart> some, int cores, DoneMembers done) {
    List<Shard> shards = new ArrayList<>();
    List<PictureFile> pictures = new ArrayList<>();
    for (SourcePart part : some) {
      if (part instanceof ShardPart shard) {
        shards.add(shard.shard());
      } else if (part instanceof PictureFile picture) {
        pictures.add(picture);
      }
    }
    SplitPlanner planner = new SplitPlanner(cores);
    List<PictureSplit> splits = new ArrayList<>();
    planner
        .cut(shards, FileSource::cost)
        .forEach(group -> splits.add(new ShardSplit(List.copyOf(group), done)));
    splits.addAll(planner.plan(pictures));
    return splits;
  }

  /** As if it held ordinary photographs. */
  private static long cost(Shard shard) {
    long pictures = shard.length() / SourcePart.PHOTOGRAPH_BYTES + 1;
    return shard.length() + pictures * SplitPlanner.PICTURE_COST_BYTES;
  }
}
