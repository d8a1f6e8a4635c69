// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * How rows become a table on one kind of store. Its last step can be taken again after a kill at
 * any moment, with the same result.
 */
sealed interface Publication permits FolderPublication, InPlacePublication {

  /** What fits where a table is to lie. */
  static Publication on(Workplace place) {
    return switch (place.store()) {
      case FOLDERS -> new FolderPublication(place);
      case FILES ->
          new InPlacePublication(
              place, new ManifestCommitter(String.valueOf(place.target().toUri().getScheme())));
      case S3A -> new InPlacePublication(place, new MagicCommitter());
    };
  }

  /**
   * Before the first file of a table that is added to changes: its manifest tells the new files,
   * too, so that whoever reads by it misses no row in between.
   *
   * @return what the manifest is to be in the end
   */
  static RunManifest begin(Workplace place, RunLock lock) throws IOException {
    Path staged = RunManifest.below(place.staging());
    RunManifest manifest =
        place
            .files()
            .read(staged, RunManifest.class)
            .orElseThrow(() -> new IOException("No manifest at " + staged));
    Optional<RunManifest> there = RunManifest.of(place);
    if (there.isPresent()) {
      lock.manifest().write(there.get().telling(manifest.files()));
    }
    return manifest;
  }

  /** What the session has to be told that writes rows. */
  Map<String, String> sessionSettings();

  /** What each write has to be told. */
  Map<String, String> writeOptions(Configuration hadoop);

  /**
   * Checks that rows which were written are committed as they should be.
   *
   * @throws MobileSparkException when another committer did it
   */
  void requireCommitted(Path folder, Configuration hadoop) throws IOException;

  /**
   * Makes the table of a run appear, all of whose waves are committed.
   *
   * @param rows that the waves hold
   * @param retried rows of the table that go
   * @throws MobileSparkException when the table would not have as many, or may not take its place
   */
  void publish(
      RunJournal run, TableSink sink, RunManifest manifest, long rows, Optional<Retried> retried)
      throws IOException;

  /**
   * Ends what a process left that was killed once it had begun to change a table which is there.
   *
   * @param lock of the output
   */
  void settle(RunLock lock) throws IOException;
}
