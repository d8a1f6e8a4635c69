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
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** A table on S3, written in its place by S3A's magic committer. */
record MagicPublication(Workplace place) implements Publication {
  @Override
  public Map<String, String> sessionSettings() {
    return MagicCommitter.sessionSettings();
  }

  @Override
  public Map<String, String> writeOptions(Configuration hadoop) {
    return MagicCommitter.writeOptions(hadoop);
  }

  @Override
  public void requireCommitted(Path folder, Configuration hadoop) throws IOException {
    MagicCommitter.requireCommitted(place.fileSystem(), folder, hadoop);
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
    manifest.write(place.fileSystem(), place.target());
    if (run.overwrites()) {
      files.removeOthers();
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
  }

  @Override
  public void settle(RunLock lock) throws IOException {
    RunManifest manifest =
        place
            .files()
            .read(RunManifest.below(place.staging()), RunManifest.class)
            .orElseThrow(() -> new IOException("No manifest in " + place.staging()));
    RetriedFiles.move(place, lock, this::copy);
    lock.check();
    manifest.write(place.fileSystem(), place.target());
  }

  /** S3 has no rename, and shows an object in the place of another once it is whole. */
  private void copy(Path from, Path to) throws IOException {
    try (FSDataInputStream in = place.fileSystem().open(from)) {
      FSDataOutputStream out = place.fileSystem().create(to, true);
      try {
        in.transferTo(out);
      } catch (IOException | RuntimeException e) {
        // Closing it would show what there is of it.
        out.abort();
        throw e;
      }
      out.close();
    }
  }
}
