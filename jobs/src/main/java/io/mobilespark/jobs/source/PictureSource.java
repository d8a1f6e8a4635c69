package io.mobilespark.jobs.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.config.SourceSettings.Kind;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.storage.Shard;
import io.mobilespark.storage.ShardSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where a job's pictures come from: found once on the driver, read by tasks. */
public sealed interface PictureSource permits FileSource, TableSource {
  /** What was found, in a fixed order. */
  List<? extends SourcePart> parts();

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

  /**
   * Finds out what there is.
   *
   * @param listed told now and then how many files were found so far
   * @throws MobileSparkException when something is not there or cannot be read, or there is nothing
   */
  static PictureSource open(SparkSession spark, SourceSettings settings, LongConsumer listed) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    if (settings.kind() == Kind.NAMED_TABLE) {
      return TableSource.named(spark, settings);
    }
    if (settings.kind() == Kind.TABLE && settings.columns().format().isPresent()) {
      return TableSource.loaded(spark, settings);
    }
    List<PictureFile> files =
        settings.kind() == Kind.MANIFEST
            ? new Manifest(spark, settings.inputs().get(0), settings.columns().manifest()).read()
            : new PictureListing(hadoop, listed).list(settings.inputs());
    boolean table =
        settings.kind() == Kind.TABLE
            || (settings.kind() == Kind.AUTO
                && files.stream().allMatch(file -> TableSource.isTable(file.path())));
    if (table) {
      return TableSource.of(spark, settings, files);
    }
    new Access(hadoop).check(files);
    ShardFiles shards = new ShardFiles(hadoop, spark.sparkContext().defaultParallelism());
    List<SourcePart> parts = new ArrayList<>(files.size());
    parts.addAll(shards.parts(files, settings.kind()));
    return new FileSource(spark, parts);
  }
}
