// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.journal.RunFiles;
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
 * A table that is written in its place, where no rename could bring it there. Its manifest tells
 * its files by the names of the attempts that wrote them: files that it does not tell are not the
 * table's yet, or not any more, and whoever reads by the manifest sees the old table until the new
 * one is whole.
 *
 * <p>Files are moved there once all waves are put together. Such stores copy to do that, but within
 * themselves, and many files at once; rows that are written again would go through executors.
 */
record InPlacePublication(Workplace place, Committer committer) implements Publication {
  /** S3 copies some 100 MB a second within itself, for each of many requests at once. */
  private static final int AT_ONCE = 32;

  @Override
  public Map<String, String> sessionSettings() {
    return Committer.SESSION_SETTINGS;
  }

  @Override
  public Map<String, String> writeOptions(Configuration hadoop) {
    return committer.writeOptions(hadoop);
  }

  @Override
  public void requireCommitted(Path folder, Configuration hadoop) throws IOException {
    committer.requireCommitted(place.fileSystem(), folder, hadoop);
  }

  @Override
  public void publish(
      RunJournal run, TableSink sink, RunManifest manifest, long rows, Optional<Retried> retried)
      throws IOException {
    RunFiles files = run.ownFiles();
    run.requireLock();
    if (retried.isPresent()) {
      files.removeOwn();
      replace(run, sink, manifest, rows, retried.get());
      run.drop();
      return;
    }
    if (!sink.isMerged()) {
      // Nothing is moved before all is put together, which notes tell that never go before the
      // run does: what lies there another version has left.
      files.removeOwn();
    }
    MergedFiles merged = sink.merged(place.target(), rows);
    merged.moveInto(place.target(), AT_ONCE);
    merged.mark(place.target());
    // The new table is whole before the old one goes.
    run.lock().manifest().write(manifest);
    if (run.overwrites()) {
      files.removeOthers(run.oldFiles());
    }
    run.drop();
  }

  /** Rows that the table lacks come first: a picture of a shard is missed by nobody then. */
  private void replace(
      RunJournal run, TableSink sink, RunManifest manifest, long rows, Retried retried)
      throws IOException {
    place.fileSystem().delete(place.staging(), true);
    long placed = RetriedFiles.write(sink, run, retried);
    if (placed < rows) {
      sink.rewrite(run.waveFolders(), retried, place.target());
      sink.requireOwnRows(place.target(), rows - placed);
    }
    run.requireLock();
    place.files().write(RunManifest.below(place.staging()), manifest);
    settle(run.lock());
    run.ownFiles().removeLate(run.attempt());
  }

  @Override
  public void settle(RunLock lock) throws IOException {
    RunManifest manifest = Publication.begin(place, lock);
    RetriedFiles.move(place, lock, (from, to) -> committer.put(place.fileSystem(), from, to));
    lock.manifest().write(manifest);
  }
}
