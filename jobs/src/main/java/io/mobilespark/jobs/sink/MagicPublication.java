package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.journal.RunFiles;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
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

  @Override
  public void publish(RunJournal run, TableSink sink, RunManifest manifest, long rows)
      throws IOException {
    RunFiles files = run.ownFiles();
    run.requireLock();
    files.removeOwn();
    sink.rewrite(run.waveFolders(), place.target());
    sink.requireRows(place.target(), rows);
    run.requireLock();
    // The new table is whole before the old one goes.
    manifest.write(place.fileSystem(), place.target());
    if (run.overwrites()) {
      files.removeOthers();
    }
    run.drop();
  }
}
