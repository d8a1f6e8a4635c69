// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.journal.LockFence;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.cloud.PathOutputCommitProtocol;
import scala.collection.immutable.Seq;

/**
 * Spark's protocol for committers of a store, which commits nothing once the run has lost its lock:
 * a driver that was held up while its tasks wrote would complete its files beside those of the one
 * that took over. It aborts nothing then either, as S3A would abort the other one's uploads too.
 */
public final class FencedCommitProtocol extends PathOutputCommitProtocol {
  private static final long serialVersionUID = 1L;

  /** As Spark makes it. */
  public FencedCommitProtocol(String jobId, String destination, boolean dynamicOverwrite) {
    super(jobId, destination, dynamicOverwrite);
  }

  @Override
  public void commitJob(JobContext job, Seq<TaskCommitMessage> tasks) {
    LockFence.of(job.getConfiguration()).require();
    super.commitJob(job, tasks);
  }

  @Override
  public void abortJob(JobContext job) {
    if (LockFence.of(job.getConfiguration()).isOwn()) {
      super.abortJob(job);
    }
  }
}
