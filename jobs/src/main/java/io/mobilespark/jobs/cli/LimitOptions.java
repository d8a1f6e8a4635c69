// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.FailureLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many of its pictures a run may lose. */
final class LimitOptions {
  @Option(
      names = FailureLimits.MAX_ERRORS,
      paramLabel = "N|P%",
      description =
          "How many pictures storage may fail to deliver before the run fails; a share is rounded"
              + " up; default: 1%%, of lists of nothing but web addresses any")
  private @Nullable String maxErrors;

  @Option(
      names = FailureLimits.MAX_REJECTED,
      paramLabel = "N|P%",
      description =
          "How many pictures may have no result, for whatever reason, before the run fails; a"
              + " share is rounded up; default: all but one")
  private @Nullable String maxRejected;

  FailureLimits settings() {
    return FailureLimits.parse(Optional.ofNullable(maxErrors), Optional.ofNullable(maxRejected));
  }
}
