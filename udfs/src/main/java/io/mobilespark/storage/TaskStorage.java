// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.identity.LeftOut;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * How a task reaches storage.
 *
 * @param hadoop credentials and settings of file systems
 * @param maxPictureBytes a larger picture is not read and becomes a reason
 * @param prefetch how far reading may run ahead
 * @param killed whether the task should end; asked while it waits
 * @param leftOut told what shards hold besides pictures
 */
public record TaskStorage(
    Configuration hadoop,
    long maxPictureBytes,
    PrefetchLimits prefetch,
    BooleanSupplier killed,
    Consumer<LeftOut> leftOut) {
  /** Storage for one who does not ask what shards hold besides pictures. */
  public TaskStorage(
      Configuration hadoop, long maxPictureBytes, PrefetchLimits prefetch, BooleanSupplier killed) {
    this(hadoop, maxPictureBytes, prefetch, killed, names -> {});
  }
}
