// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import java.util.Optional;

/**
 * How many of its pictures a run may lose.
 *
 * @param errors those that storage did not deliver
 * @param asked whether somebody has set that limit
 * @param rejected those without a result, for whatever reason; empty for all but one, so that a run
 *     in which nothing went well fails at its end
 */
public record FailureLimits(ErrorLimit errors, boolean asked, Optional<ErrorLimit> rejected) {
  /** The option for what storage fails to deliver. */
  public static final String MAX_ERRORS = "--max-errors";

  /** The option for whatever has no result. */
  public static final String MAX_REJECTED = "--max-rejected";

  /** One in a hundred may not be delivered, and one has to go well. */
  public static final FailureLimits DEFAULT = parse(Optional.empty(), Optional.empty());

  private static final String FEW = "1%";

  /** From counts or percentages as {@link ErrorLimit#parse} takes them. */
  public static FailureLimits parse(Optional<String> errors, Optional<String> rejected) {
    return new FailureLimits(
        ErrorLimit.parse(MAX_ERRORS, errors.orElse(FEW)),
        errors.isPresent(),
        rejected.map(text -> ErrorLimit.parse(MAX_REJECTED, text)));
  }

  /** For pictures of the web, whose addresses die: any may, unless somebody has set a limit. */
  public FailureLimits ofWeb() {
    return asked ? this : new FailureLimits(ErrorLimit.parse(MAX_ERRORS, "100%"), false, rejected);
  }
}
