// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.follow;

import io.mobilespark.source.LiteralPaths;
import io.mobilespark.outputs.StoreKind;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.source.SplitPlanner;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A session that streams pictures: its settings are not meant for what else the caller does. */
final class FollowSession {
  private static final int TASKS_PER_CORE = 4;

  /** Writes objects that are there whole or not at all, where renaming copies. */
  private static final String CHECKPOINTS_ON_OBJECT_STORES =
      "org.apache.spark.internal.io.cloud.AbortableStreamBasedCheckpointFileManager";

  private FollowSession() {}

  /** A session beside another one, for a stream into an output. */
  static SparkSession of(SparkSession spark, Workplace place) {
    SparkSession session = spark.newSession();
    long tasks = (long) TASKS_PER_CORE * spark.sparkContext().defaultParallelism();
    // Spark cuts by bytes and takes 4 MB for opening a file: few pictures would be a task.
    Map.of(
            "spark.sql.files.openCostInBytes",
            SplitPlanner.PICTURE_COST_BYTES,
            "spark.sql.files.maxPartitionBytes",
            SplitPlanner.MAX_SPLIT_COST,
            "spark.sql.files.minPartitionNum",
            tasks,
            // It asks for the status of each new file again; a task for each would cost more.
            "spark.sql.sources.parallelPartitionDiscovery.parallelism",
            tasks)
        .forEach((key, value) -> session.conf().set(key, value));
    if (place.store() == StoreKind.S3A) {
      session
          .conf()
          .set("spark.sql.streaming.checkpointFileManagerClass", CHECKPOINTS_ON_OBJECT_STORES);
    }
    return session;
  }

  /** The files below a folder as they arrive: path and length. */
  static Dataset<Row> files(SparkSession session, String folder, int perTrigger) {
    return session
        .readStream()
        .format(ListedFiles.class.getName())
        .schema(ListedFiles.SCHEMA)
        .option("recursiveFileLookup", true)
        // The names of pictures may hold a glob's characters.
        .option(LiteralPaths.GLOBS, false)
        .option("maxFilesPerTrigger", perTrigger)
        // Otherwise what is a week older than the newest file is never read, such as a picture
        // that was moved here with its time of modification.
        .option("maxFileAge", "36500d")
        .load(folder);
  }
}
