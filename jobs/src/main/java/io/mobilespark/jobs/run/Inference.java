// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.jobs.journal.Fingerprint;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.spark.crash.CrashWatch;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.types.StructType;

/** What a run makes of pictures: rows of one table. Checked before it is made. */
public interface Inference {
  /** The job, as the run's manifest names it. */
  String command();

  /** The outcome of a picture that has no {@code error}, as counts name it. */
  String success();

  /**
   * The columns of the rows; {@code path}, {@code error}, {@code error_detail}, {@code model} and
   * {@code preset} among them.
   */
  StructType schema();

  /**
   * What decides the rows; a picture has one for each of its models.
   *
   * @param inputs a hash of what was listed
   * @param pictures how many were listed
   */
  Fingerprint fingerprint(String inputs, long pictures);

  /** Sends to executors what their tasks need. The caller closes it after the last task. */
  Sent send(SparkContext spark);

  /** What executors have. */
  interface Sent extends AutoCloseable {
    /**
     * The work of tasks.
     *
     * @param metrics what they report to
     * @param crashes how they find pictures that end the process
     */
    PictureWork work(LabelMetrics metrics, CrashWatch crashes);

    /** Takes it from executors again. */
    @Override
    void close();
  }
}
