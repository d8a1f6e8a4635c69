package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.journal.RunFiles;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A table that is written in its place, where no rename could bring it there. Its manifest tells
 * its files by the names of the attempts that wrote them: files that it does not tell are not the
 * table's yet, or not any more, and whoever reads by the manifest sees the old table until the new
 * one is whole.
 */
record InPlacePublication(Workplace place, Committer committer) implements Publication {
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

  /**
   * S3 has no rename: S3A would copy every object, one request after the other for large ones. An
   * upload that waits for its completion in the table's place could take that of a rename, but no
   * wave could be read back and counted before. So all rows are written again at the end.
   */
  @Override
  public boolean movesFiles() {
    return false;
  }

  @Override
  public void publish(
      RunJournal run, TableSink sink, RunManifest manifest, long rows, Optional<Retried> retried)
      throws IOException {
    RunFiles files = run.ownFiles();
    run.requireLock();
    files.removeOwn();
    if (retried.isPresent()) {
      publish(run, sink, manifest, rows, retried.get());
      run.drop();
      return;
    }
    sink.rewrite(run.waveFolders(), place.target());
    sink.requireRows(List.of(place.target()), rows);
    run.requireLock();
    // The new table is whole before the old one goes.
    place.files().write(RunManifest.below(place.target()), manifest);
    files.removeLate(run.attempt());
    if (run.overwrites()) {
      files.removeOthers(run.oldFiles());
    }
    run.drop();
  }

  /** Rows that the table lacks come first: a picture of a shard is missed by nobody then. */
  private void publish(
      RunJournal run, TableSink sink, RunManifest manifest, long rows, Retried retried)
      throws IOException {
    place.fileSystem().delete(place.staging(), true);
    long placed = RetriedFiles.write(sink, run, retried);
    if (placed < rows) {
      sink.rewrite(run.waveFolders(), retried, place.target());
      sink.requireRows(List.of(place.target()), rows - placed);
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
    lock.check();
    place.files().write(RunManifest.below(place.target()), manifest);
  }
}
