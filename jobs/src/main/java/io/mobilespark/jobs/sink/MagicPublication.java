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
    RunFiles files = new RunFiles(place, run.id());
    files.removeOwn();
    sink.rewrite(run.waveFolders(), place.target(), files.basename());
    sink.requireRows(place.target(), files.basename(), rows);
    if (run.overwrites()) {
      files.removeOthers();
    }
    manifest.write(place.fileSystem(), place.target());
    place.clear();
  }
}
