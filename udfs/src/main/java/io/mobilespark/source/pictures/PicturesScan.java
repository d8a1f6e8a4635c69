// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.source.FileKinds;
import io.mobilespark.source.FoundParts;
import io.mobilespark.source.Manifest;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.SourcePart;
import io.mobilespark.storage.ObjectSplit;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Lists once, for the planner's figures or for the tasks, whatever is asked first. */
final class PicturesScan implements Scan, Batch, SupportsReportStatistics {
  /** Of a row without its content. */
  private static final long ROW_BYTES = 200;

  private final PicturesOptions options;
  private final Wanted wanted;
  private final SparkSession spark;
  private @Nullable FoundParts found;

  /** A scan of the session that is active. */
  PicturesScan(PicturesOptions options, Wanted wanted) {
    this.options = options;
    this.wanted = wanted;
    this.spark = SparkSession.active();
  }

  @Override
  public StructType readSchema() {
    return wanted.columns();
  }

  @Override
  public String description() {
    return PicturesProvider.NAME + " " + options.place() + ", " + wanted.text();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpoint) {
    if (options.manifest().isPresent()) {
      throw new MobileSparkException("A stream of pictures takes paths and no manifest");
    }
    return new PicturesStream(spark, options, createReaderFactory(), checkpoint);
  }

  @Override
  public Statistics estimateStatistics() {
    FoundParts parts = found();
    long pictures = parts.pictures().size();
    long bytes = 0;
    for (PictureFile picture : parts.pictures()) {
      bytes +=
          picture.length() == ObjectSplit.UNKNOWN
              ? SourcePart.PHOTOGRAPH_BYTES
              : picture.length();
    }
    for (SourcePart shard : parts.shards()) {
      pictures += shard.expectedPictures();
      bytes += shard.length();
    }
    long rows = Math.min(pictures, wanted.limit());
    double share = pictures == 0 ? 0 : (double) rows / pictures;
    long content = wanted.needsContent() ? (long) (bytes * share) : 0;
    return new Estimate(OptionalLong.of(content + rows * ROW_BYTES), OptionalLong.of(rows));
  }

  /** What the planner is told. */
  private record Estimate(OptionalLong sizeInBytes, OptionalLong numRows) implements Statistics {}

  @Override
  public InputPartition[] planInputPartitions() {
    return PicturePartition.cut(found(), spark.sparkContext().defaultParallelism())
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    Broadcast<SerializableConfiguration> hadoop =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(new SerializableConfiguration(hadoop()));
    return new PictureReaderFactory(
        hadoop, options.prefetch(), options.maxPictureBytes(), wanted);
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return PictureMetric.all();
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    LeftOut leftOut = found().leftOut();
    return new CustomTaskMetric[] {PictureMetric.LeftOutNames.counted(leftOut)};
  }

  private synchronized FoundParts found() {
    FoundParts parts = found;
    if (parts == null) {
      parts = new ListedPictures(wanted).of(list());
      found = parts;
    }
    return parts;
  }

  private FoundParts list() {
    FileKinds kinds = FileKinds.of(options.kind(), options.rules());
    int cores = spark.sparkContext().defaultParallelism();
    return options
        .manifest()
        .map(
            uri ->
                FoundParts.of(
                    new Manifest(spark, uri, options.manifestColumn()).read(),
                    LeftOut.NONE,
                    kinds,
                    hadoop(),
                    cores))
        .orElseGet(() -> FoundParts.list(options.inputs(), kinds, hadoop(), cores));
  }

  private Configuration hadoop() {
    return spark.sessionState().newHadoopConf();
  }
}
