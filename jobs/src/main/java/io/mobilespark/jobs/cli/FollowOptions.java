// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.FollowSettings;
import io.mobilespark.jobs.config.LabelSettings;
import picocli.CommandLine.Option;

/** Labelling what arrives. */
final class FollowOptions {
  @Option(
      names = "--follow",
      description =
          "Go on labelling what arrives below the folder, each file once, until Ctrl-C or SIGTERM;"
              + " the same command goes on where it ended")
  private boolean follow;

  @Option(
      names = "--follow-once",
      description = "Label what has arrived since --follow or --follow-once ended, and end")
  private boolean once;

  @Option(
      names = "--follow-files",
      paramLabel = "N",
      description =
          "Files that are labelled and committed at once at most; default: ${DEFAULT-VALUE}")
  private int files = FollowSettings.DEFAULT_FILES;

  @Option(
      names = "--follow-interval",
      paramLabel = "SECONDS",
      description = "From one look for new files to the next; default: ${DEFAULT-VALUE}")
  private long interval = FollowSettings.DEFAULT_INTERVAL_SECONDS;

  /** Whether there is no end to the pictures, or a last one of now. */
  boolean isGiven() {
    return follow || once;
  }

  FollowSettings settings(LabelSettings label) {
    return new FollowSettings(label, files, interval, once);
  }
}
