// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.image.Decoding;
import picocli.CommandLine.Option;

/** What is made of turned and of cut pictures. */
final class DecodingOptions {
  @Option(
      names = "--orientation",
      paramLabel = "stored|exif",
      description =
          "exif turns pictures as their cameras meant them; default: as they are stored, which"
              + " published accuracies were measured with")
  private String orientation = "stored";

  @Option(
      names = "--truncated",
      paramLabel = "reject|decode",
      description =
          "decode takes what is there of a JPEG or PNG that ends early and says so in error_detail;"
              + " default: reject, a row without a result")
  private String truncated = "reject";

  /**
   * What was chosen.
   *
   * @throws IllegalArgumentException for a value that is none of those
   */
  Decoding settings() {
    try {
      return Decoding.of(orientation, truncated);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + e.getMessage(), e);
    }
  }
}
