// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.storage.PrefetchLimits;
import io.mobilespark.storage.TaskStorage;
import java.util.function.BooleanSupplier;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes the readers of tasks.
 *
 * @param hadoop how storage is reached
 * @param prefetch how far reading runs ahead
 * @param maxPictureBytes a larger picture is not read and becomes a reason
 * @param wanted by the query
 */
record PictureReaderFactory(
    Broadcast<SerializableConfiguration> hadoop,
    PrefetchLimits prefetch,
    long maxPictureBytes,
    Wanted wanted)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    TaskContext task = TaskContext.get();
    BooleanSupplier killed = task == null ? () -> false : task::isInterrupted;
    ReadCounts counts = new ReadCounts();
    TaskStorage storage =
        new TaskStorage(
            hadoop.value().value(),
            maxPictureBytes,
            prefetch,
            killed,
            counts::leftOut);
    return new PictureRows(
        PictureCursor.of((PicturePartition) partition, storage, wanted), wanted, counts);
  }
}
