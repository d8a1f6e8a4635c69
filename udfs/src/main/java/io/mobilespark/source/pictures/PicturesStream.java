// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.source.FileKinds;
import io.mobilespark.source.FoundParts;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.PictureListing;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.jspecify.annotations.Nullable;

/**
 * Pictures as they arrive, each file once, the oldest first. Which files a batch has is stored
 * before it begins, so that a batch which is done again has the same ones.
 */
final class PicturesStream implements MicroBatchStream, SupportsTriggerAvailableNow {
  private final SparkSession spark;
  private final PicturesOptions options;
  private final PartitionReaderFactory readers;
  private final ArrivedFiles arrived;

  /** What is left of one listing, where no other is wanted. */
  private @Nullable List<PictureFile> available;

  /**
   * A stream.
   *
   * @param checkpoint where its files may lie
   */
  PicturesStream(
      SparkSession spark,
      PicturesOptions options,
      PartitionReaderFactory readers,
      String checkpoint) {
    this.spark = spark;
    this.options = options;
    this.readers = readers;
    this.arrived = new ArrivedFiles(spark, checkpoint);
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return options.perTrigger().readLimit();
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    available = arrivals();
  }

  /** Null where nothing has ever arrived. */
  @Override
  @SuppressWarnings("NullAway")
  public Offset latestOffset(Offset start, ReadLimit limit) {
    List<PictureFile> files = available == null ? arrivals() : available;
    int taken = PerTrigger.of(limit).first(files);
    if (taken > 0) {
      arrived.add(List.copyOf(files.subList(0, taken)));
    }
    if (available != null) {
      available = files.subList(taken, files.size());
    }
    return arrived.last() < 0 ? null : new ArrivedOffset(arrived.last());
  }

  /** Spark asks with a limit. */
  @Override
  public Offset latestOffset() {
    return latestOffset(initialOffset(), getDefaultReadLimit());
  }

  @Override
  public Offset initialOffset() {
    return new ArrivedOffset(-1);
  }

  @Override
  public Offset deserializeOffset(String json) {
    return ArrivedOffset.parse(json);
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    int cores = spark.sparkContext().defaultParallelism();
    List<PictureFile> files =
        arrived.between(((ArrivedOffset) start).entry(), ((ArrivedOffset) end).entry());
    FoundParts parts =
        FoundParts.of(
            files,
            LeftOut.NONE,
            FileKinds.of(options.kind(), options.rules()),
            spark.sessionState().newHadoopConf(),
            cores);
    return PicturePartition.cut(parts, cores).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return readers;
  }

  @Override
  public void commit(Offset end) {
    arrived.passed(((ArrivedOffset) end).entry());
  }

  @Override
  public void stop() {}

  private List<PictureFile> arrivals() {
    return new PictureListing(spark.sessionState().newHadoopConf())
        .find(options.inputs(), options.rules().allFiles()).stream()
            .filter(file -> !arrived.has(file.path()))
            .sorted(
                Comparator.comparingLong(PictureFile::modifiedMillis)
                    .thenComparing(PictureFile::path))
            .toList();
  }
}
