// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

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
    List<PictureSplit> splits = new SplitPlanner(context.defaultParallelism()).splits(some, done);
    // One split per partition.
    return context.parallelize(splits, Math.max(1, splits.size())).flatMap(work);
  }

  @Override
  public OptionalLong pictures(List<? extends SourcePart> some) {
    return some.stream().allMatch(part -> part instanceof PictureFile)
        ? OptionalLong.of(some.size())
        : OptionalLong.empty();
  }
}
