// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A table that is put together beside its place and takes it by one rename. */
record FolderPublication(Workplace place) implements Publication {
  @Override
  public Map<String, String> sessionSettings() {
    return Map.of();
  }

  @Override
  public Map<String, String> writeOptions(Configuration hadoop) {
    // The second algorithm lets tasks write into the table itself.
    return Map.of("mapreduce.fileoutputcommitter.algorithm.version", "1");
  }

  @Override
  public void requireCommitted(Path folder, Configuration hadoop) {
    // The committer's rename is all there is.
  }

  @Override
  public void publish(
      RunJournal run, TableSink sink, RunManifest manifest, long rows, Optional<Retried> retried)
      throws IOException {
    if (run.table().isPresent()) {
      stageAddition(run, sink, manifest, rows, retried);
      settle(run.lock());
    } else {
      if (!place.fileSystem().exists(RunManifest.below(place.staging()))) {
        stage(run, sink, rows);
      }
      run.requireLock();
      writeManifest(manifest, place.staging());
      StagedFolder.in(run.lock(), place.staging(), run.overwrites()).commit();
    }
    run.drop();
  }

  /** Whole or not at all: it says that what lies beside it is. */
  private void writeManifest(RunManifest manifest, Path staged) throws IOException {
    place.files().write(RunManifest.below(staged), manifest);
  }

  /** Up to its last step, the manifest's appearance, the run may still be given up. */
  private void stageAddition(
      RunJournal run, TableSink sink, RunManifest manifest, long rows, Optional<Retried> retried)
      throws IOException {
    if (retried.isPresent()) {
      place.fileSystem().delete(place.staging(), true);
      long placed = RetriedFiles.write(sink, run, retried.get());
      if (placed < rows) {
        sink.rewrite(run.waveFolders(), retried.get(), place.staging());
        sink.requireRows(List.of(place.staging()), rows - placed);
      }
    } else {
      stage(run, sink, rows);
    }
    run.requireLock();
    writeManifest(manifest, place.staging());
  }

  private void stage(RunJournal run, TableSink sink, long rows) throws IOException {
    if (!sink.merges()) {
      place.fileSystem().delete(place.staging(), true);
      sink.rewrite(run.waveFolders(), place.staging());
      sink.requireRows(List.of(place.staging()), rows);
      return;
    }
    if (!sink.isMerged()) {
      // Nothing is moved before all is put together: what lies there another version has left.
      place.fileSystem().delete(place.staging(), true);
    }
    MergedFiles merged = sink.merged(place.staging(), rows);
    merged.moveInto(place.staging(), 1);
    merged.mark(place.staging());
  }

  @Override
  public void settle(RunLock lock) throws IOException {
    RunManifest manifest = Publication.begin(place, lock);
    // Rows that the table lacks come first: no reader misses a picture of a shard then.
    moveIn(place.staging(), lock);
    RetriedFiles.move(place, lock, (from, to) -> RenameOver.rename(place.fileSystem(), from, to));
    lock.manifest().write(manifest);
  }

  /** Adds files one by one: each appears whole, and none twice. */
  private void moveIn(Path staged, RunLock lock) throws IOException {
    List<Path> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> below = place.fileSystem().listFiles(staged, true);
    while (below.hasNext()) {
      Path file = below.next().getPath();
      if (file.getName().endsWith(".parquet")) {
        files.add(file);
      }
    }
    for (Path file : files) {
      lock.check();
      String name = staged.toUri().relativize(file.toUri()).getPath();
      Path to = new Path(place.target(), new Path(null, null, name));
      place.fileSystem().mkdirs(to.getParent());
      place.rename(file, to);
    }
  }
}
