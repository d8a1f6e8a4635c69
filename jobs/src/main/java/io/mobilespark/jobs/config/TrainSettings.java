// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import io.mobilespark.spark.preparation.ModelSettings;
import java.util.List;
import java.util.Optional;

/**
 * What {@code train} is asked to do.
 *
 * @param source pictures; empty where features are there
 * @param features a table that {@code embed} wrote, in place of pictures
 * @param model whose features; its classes and head are not used
 * @param limits how many pictures may be lost where features are computed
 * @param labels where the labels come from
 * @param fitting how the head is trained
 * @param output a folder for the head, on any Hadoop file system
 * @param existing what becomes of what is in that folder
 */
public record TrainSettings(
    Optional<SourceSettings> source,
    Optional<String> features,
    ModelSettings model,
    FailureLimits limits,
    Labels labels,
    FittingSettings fitting,
    String output,
    Existing existing) {

  /** What becomes of an output that is there. */
  public enum Existing {
    /** The run does not start. */
    REFUSED,
    /** An interrupted run goes on. */
    RESUMED,
    /** It is deleted. */
    REPLACED
  }

  /**
   * Where labels come from.
   *
   * @param source {@link #FOLDER}, {@link #COLUMN}, or the URI of ground truth as {@code evaluate}
   *     takes it
   * @param columns titles of its columns of picture and label; empty for the usual ones
   * @param classes a file of labels in the order that the head shall count by; empty for the labels
   *     that occur, sorted
   */
  public record Labels(String source, List<String> columns, Optional<String> classes) {
    /** Each picture's folder is its label. */
    public static final String FOLDER = "folder";

    /** The label that the source carries, which is that column of the table of features. */
    public static final String COLUMN = "source_label";

    /** Checks the source and the columns. */
    public Labels {
      columns = List.copyOf(columns);
      if (source.isBlank()) {
        throw new IllegalArgumentException("--labels are folder, source_label or a file");
      }
      if (!columns.isEmpty() && columns.size() != 2) {
        throw new IllegalArgumentException(
            "--label-columns are two, of picture and of label: " + String.join(",", columns));
      }
    }

    /** Whether they stand in a file of their own. */
    public boolean inFile() {
      return !source.equals(FOLDER) && !source.equals(COLUMN);
    }
  }

  /** Checks that there is something to learn from. */
  public TrainSettings {
    if (source.isEmpty() == features.isEmpty()) {
      throw new IllegalArgumentException(
          "either --input, --manifest or --table, or --features says what to learn from");
    }
    if (output.isBlank()) {
      throw new IllegalArgumentException("--output needs a folder");
    }
  }
}
