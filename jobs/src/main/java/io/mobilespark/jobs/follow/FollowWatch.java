// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.follow;

import io.mobilespark.jobs.run.ErrorWatch;
import io.mobilespark.spark.Rejections.Tally;
import java.io.PrintStream;
import java.util.Locale;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/**
 * Tells of the batches of a stream, and lets each of them have the errors that are allowed. Events
 * of jobs come in their order, those of queries in another thread.
 */
final class FollowWatch extends SparkListener {
  /** Spark's name of the property of a job that says which batch it is of. */
  private static final String BATCH = "streaming.sql.batchId";

  private final ErrorWatch errors;
  private String batch = "";

  FollowWatch(ErrorWatch errors) {
    this.errors = errors;
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    String of = start.properties().getProperty(BATCH, batch);
    if (!of.equals(batch)) {
      batch = of;
      errors.committed(Tally.NONE);
    }
  }

  /** Prints a line per batch. */
  static StreamingQueryListener lines(PrintStream out) {
    return new StreamingQueryListener() {
      @Override
      public void onQueryStarted(QueryStartedEvent event) {}

      @Override
      public void onQueryProgress(QueryProgressEvent event) {
        long files = event.progress().numInputRows();
        if (files > 0) {
          double seconds = event.progress().batchDuration() / 1e3;
          out.printf(
              Locale.ROOT,
              "Batch %,d: %,d files in %.1f s%n",
              event.progress().batchId(),
              files,
              seconds);
        }
      }

      @Override
      public void onQueryTerminated(QueryTerminatedEvent event) {}
    };
  }
}
