package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  public void publish(RunJournal run, TableSink sink, RunManifest manifest, long rows)
      throws IOException {
    Path staged = staged(run, sink, rows);
    run.requireLock();
    manifest.write(place.fileSystem(), staged);
    if (run.table().isPresent()) {
      moveIn(staged);
    } else {
      StagedFolder.in(place, staged, run.overwrites()).commit();
    }
    run.drop();
  }

  private Path staged(RunJournal run, TableSink sink, long rows) throws IOException {
    if (place.fileSystem().exists(RunManifest.below(place.staging()))) {
      // Put together by an earlier process, which may have begun to move files out of it.
      return place.staging();
    }
    List<Path> waves = run.waveFolders();
    if (waves.size() == 1 && !sink.partitions() && !sink.isScattered(waves)) {
      return waves.get(0);
    }
    place.fileSystem().delete(place.staging(), true);
    sink.rewrite(waves, place.staging());
    sink.requireRows(place.staging(), rows);
    return place.staging();
  }

  /** Adds files one by one: each appears whole, and none twice. */
  private void moveIn(Path staged) throws IOException {
    List<Path> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> below = place.fileSystem().listFiles(staged, true);
    while (below.hasNext()) {
      Path file = below.next().getPath();
      if (file.getName().endsWith(".parquet")) {
        files.add(file);
      }
    }
    for (Path file : files) {
      String name = staged.toUri().relativize(file.toUri()).getPath();
      Path to = new Path(place.target(), new Path(null, null, name));
      place.fileSystem().mkdirs(to.getParent());
      place.rename(file, to);
    }
    RunManifest manifest =
        place
            .files()
            .read(RunManifest.below(staged), RunManifest.class)
            .orElseThrow(() -> new IOException("No manifest in " + staged));
    place.files().write(RunManifest.below(place.target()), manifest);
  }
}
