// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.RecordBatch;
import java.util.function.BooleanSupplier;

/**
 * Those of a task that has no reason to expect a death.
 *
 * @param killed whether the task should end
 */
record UnnotedPictures(BooleanSupplier killed) implements PicturesInHand {
  @Override
  public boolean noted() {
    return false;
  }

  @Override
  public BatchLimits limits(BatchLimits asked) {
    return asked;
  }

  @Override
  public FetchedPicture admitted(FetchedPicture picture) {
    return picture;
  }

  @Override
  public boolean goesAlone(FetchedPicture picture) {
    return false;
  }

  @Override
  public void handle(RecordBatch batch, Runnable work) {
    Turns.amongOthers(killed, work);
  }

  @Override
  public void close() {}
}
