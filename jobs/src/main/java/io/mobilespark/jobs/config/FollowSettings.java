// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import io.mobilespark.source.SourceKind;

/**
 * What {@code label --follow} is asked to do.
 *
 * @param label what becomes of pictures; its source is one folder
 * @param filesPerTrigger labelled and committed at once at most, 1 or more
 * @param intervalSeconds from one look for new files to the next, 0 or more
 * @param once whether to end when all that is there has been labelled
 */
public record FollowSettings(
    LabelSettings label, int filesPerTrigger, long intervalSeconds, boolean once) {
  /** Files of a trigger unless told otherwise. */
  public static final int DEFAULT_FILES = 1000;

  /** Seconds between triggers unless told otherwise. */
  public static final long DEFAULT_INTERVAL_SECONDS = 10;

  /** Checks that nothing is asked for that only a run with an end can do. */
  public FollowSettings {
    SourceSettings source = label.source();
    if (source.inputs().size() != 1
        || source.kind() == SourceKind.MANIFEST
        || source.kind() == SourceKind.TABLE
        || source.kind() == SourceKind.NAMED_TABLE) {
      throw new IllegalArgumentException("--follow wants one --input, a folder of files");
    }
    CommitSettings commit = label.commit();
    if (label.output().overwrite()
        || commit.append()
        || commit.resume()
        || commit.unitPictures().isPresent()
        || commit.partitionByLabel()) {
      throw new IllegalArgumentException(
          "--follow goes on by itself where it ended: it takes no --overwrite, --append, --resume,"
              + " --unit-pictures and --partition-by-label");
    }
    if (filesPerTrigger < 1) {
      throw new IllegalArgumentException("--follow-files is 1 or more: " + filesPerTrigger);
    }
    if (intervalSeconds < 0) {
      throw new IllegalArgumentException("--follow-interval is 0 or more: " + intervalSeconds);
    }
  }

  /** The folder. */
  public String input() {
    return label.inputs().get(0);
  }
}
