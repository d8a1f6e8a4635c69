// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import static io.mobilespark.outputs.OutputMarker.ANY_TABLE_FILE;

import io.mobilespark.jobs.config.CommitSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run that goes on with another's work has to know of it; {@code state.json} in the
 * workplace.
 *
 * @param schemaVersion of the layout; 0 where none is stated
 * @param run the id of the run that began
 * @param fingerprint what decides its rows
 * @param overwrite whether it replaces what lies under the output's name
 * @param append whether it adds to that
 * @param retryErrors whether it does pictures anew whose rows there hold an error of storage
 * @param partitionByLabel whether rows lie in a folder per label; not stated by early versions
 * @param startedAt ISO 8601, UTC
 * @param oldFiles how the names of the files begin that lie where the table is written, and go once
 *     it is whole
 * @param toDo how many inputs it has; less than 0 before that is known
 */
record RunState(
    int schemaVersion,
    String run,
    Fingerprint fingerprint,
    boolean overwrite,
    boolean append,
    boolean retryErrors,
    @Nullable Boolean partitionByLabel,
    String startedAt,
    List<String> oldFiles,
    long toDo) {
  RunState {
    // Absent in the work of versions that removed whatever had a table's names.
    oldFiles = List.copyOf(Objects.requireNonNullElse(oldFiles, List.of(ANY_TABLE_FILE)));
  }

  /** The same, once it is known how many inputs there are. */
  RunState of(long inputs) {
    return new RunState(
        schemaVersion,
        run,
        fingerprint,
        overwrite,
        append,
        retryErrors,
        partitionByLabel,
        startedAt,
        oldFiles,
        inputs);
  }

  /** What is not as it was when the run began; a phrase each. */
  List<String> differences(Fingerprint now, CommitSettings settings) {
    List<String> differences = new ArrayList<>(now.differences(fingerprint));
    if (partitionByLabel != null && partitionByLabel != settings.partitionByLabel()) {
      differences.add(
          partitionByLabel
              ? "its rows are to lie in folders by label: name --partition-by-label"
              : "its rows are to lie in no folders by label: leave --partition-by-label out");
    }
    return differences;
  }
}
