// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import io.mobilespark.spark.preparation.ModelSettings;
import java.util.List;
import java.util.Optional;

/**
 * Where the ground truth is, and how to read it.
 *
 * @param uri a text, a Parquet table, or a folder of pictures in folders named by class
 * @param format the name of its convention; empty to recognise it
 * @param columns titles of the columns of picture and of label; empty for the usual ones
 * @param devkitIds a file that says what devkit ids mean; empty for ILSVRC2012's own
 * @param classes {@code imagenet}, or a file of labels
 * @param real the file of reassessed labels (ReaL)
 * @param threshold probability from which one of several independent labels counts as given
 * @param badLines lines that cannot be read and are skipped, at most
 * @param onlyLabelled whether pictures of the truth that were not labelled do not count
 */
public record TruthSettings(
    String uri,
    Optional<String> format,
    List<String> columns,
    Optional<String> devkitIds,
    String classes,
    Optional<String> real,
    float threshold,
    int badLines,
    boolean onlyLabelled) {

  /** The classes of ImageNet's 2012 challenge. */
  public static final String IMAGENET = ModelSettings.IMAGENET;

  /** Where a probability says yes as likely as no. */
  public static final float EVEN = 0.5f;

  /** Checks the columns and the threshold. */
  public TruthSettings {
    columns = List.copyOf(columns);
    if (uri.isBlank()) {
      throw new IllegalArgumentException("--truth needs a file or folder");
    }
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException("--threshold is above 0 and at most 1: " + threshold);
    }
    if (badLines < 0) {
      throw new IllegalArgumentException("--skip-bad-lines is 0 or more: " + badLines);
    }
    if (!columns.isEmpty() && columns.size() != 2) {
      throw new IllegalArgumentException(
          "--truth-columns are two, of picture and of label: " + String.join(",", columns));
    }
  }

  /** The same, of which pictures that were not labelled do not count if so wished. */
  public TruthSettings judgingOnlyLabelled(boolean wished) {
    return new TruthSettings(
        uri, format, columns, devkitIds, classes, real, threshold, badLines, wished);
  }

  /** Truth in a recognised convention, of ImageNet's classes. */
  public static TruthSettings of(String uri) {
    return new TruthSettings(
        uri,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        IMAGENET,
        Optional.empty(),
        EVEN,
        0,
        false);
  }
}
