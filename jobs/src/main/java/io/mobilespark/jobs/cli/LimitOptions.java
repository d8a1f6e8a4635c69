package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.FailureLimits;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many of its pictures a run may lose. */
final class LimitOptions {
  @Option(
      names = FailureLimits.MAX_ERRORS,
      paramLabel = "N|P%%",
      description =
          "How many pictures storage may fail to deliver before the run fails; a share is rounded"
              + " up; default: 1%%")
  private String maxErrors = "1%";

  @Option(
      names = FailureLimits.MAX_REJECTED,
      paramLabel = "N|P%%",
      description =
          "How many pictures may have no result, for whatever reason, before the run fails; a"
              + " share is rounded up; default: all but one")
  private @Nullable String maxRejected;

  FailureLimits settings() {
    return FailureLimits.parse(maxErrors, Optional.ofNullable(maxRejected));
  }
}
