// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import java.util.OptionalInt;

/**
 * How a table's rows are committed.
 *
 * @param append whether to add what an existing table lacks
 * @param retryErrors whether to do pictures anew whose rows there hold an error of storage
 * @param resume whether to go on with an interrupted run
 * @param relist whether to list anew what an interrupted run has listed already
 * @param unitPictures pictures per core that a killed run does again at most; empty for {@value
 *     #UNIT_PICTURES} or what takes five minutes, whatever is less
 * @param targetFileBytes about how large a table's files are to be
 * @param partitionByLabel whether rows lie in a folder per label
 * @param limits how many pictures the run may lose
 */
public record CommitSettings(
    boolean append,
    boolean retryErrors,
    boolean resume,
    boolean relist,
    OptionalInt unitPictures,
    long targetFileBytes,
    boolean partitionByLabel,
    FailureLimits limits) {

  /** Pictures in a unit of work unless they take too long. */
  public static final int UNIT_PICTURES = 10_000;

  /** A new table in files of 128 MiB. */
  public static final CommitSettings DEFAULT = within(FailureLimits.DEFAULT);

  /** A new table of a run that loses no more than that. */
  public static CommitSettings within(FailureLimits limits) {
    return new CommitSettings(
        false, false, false, false, OptionalInt.empty(), 128L << 20, false, limits);
  }

  /** The same, going on with an interrupted run. */
  public CommitSettings resuming() {
    return new CommitSettings(
        append, retryErrors, true, relist, unitPictures, targetFileBytes, partitionByLabel, limits);
  }

  /** Checks the sizes. */
  public CommitSettings {
    if (retryErrors && !append) {
      throw new IllegalArgumentException(
          "--retry-errors does errors of a table anew, which --append adds to: name both");
    }
    if (retryErrors && partitionByLabel) {
      throw new IllegalArgumentException(
          "--retry-errors puts new rows into the files of the old ones, but --partition-by-label"
              + " into other folders: leave one out");
    }
    if (relist && !resume) {
      throw new IllegalArgumentException("--relist lists anew for --resume: name both");
    }
    if (unitPictures.isPresent() && unitPictures.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "--unit-pictures is 1 or more: " + unitPictures.getAsInt());
    }
    if (targetFileBytes < 1 << 10) {
      throw new IllegalArgumentException("--target-file-bytes is 1024 or more: " + targetFileBytes);
    }
  }
}
