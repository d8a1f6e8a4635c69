// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.io.Serializable;

/**
 * A picture that is in no shard.
 *
 * @param path where it lies
 * @param reason a code, such as {@code NOT_FOUND}
 * @param detail one line for the user
 */
public record Refusal(String path, String reason, String detail) implements Serializable {
  /** The reason for a picture whose name no reader of the shard would give back. */
  static final String UNSUPPORTED_NAME = "UNSUPPORTED_NAME";
}
