package io.mobilespark.jobs.sink;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The last step of a run: its committed waves become the table. It can be taken again after a kill
 * at any moment, with the same result.
 */
public final class Publication {
  private final TableRun run;
  private final TableSink sink;
  private final Workplace place;
  private final FileSystem fileSystem;

  /** Of a run all of whose waves are committed. */
  public Publication(TableRun run, TableSink sink) {
    this.run = run;
    this.sink = sink;
    this.place = run.place();
    this.fileSystem = place.fileSystem();
  }

  /**
   * Makes the table appear, with its manifest.
   *
   * @param rows that the waves hold
   * @throws MobileSparkException when the table would not have as many, or may not take its place
   */
  public void publish(RunManifest manifest, long rows) throws IOException {
    if (place.onObjectStore()) {
      writeInPlace(manifest, rows);
    } else {
      Path staged = staged(rows);
      manifest.write(fileSystem, staged);
      if (run.table().isPresent()) {
        moveIn(staged);
      } else {
        StagedFolder.in(place, staged, run.state().overwrite()).commit();
      }
    }
    place.clear();
  }

  private Path staged(long rows) throws IOException {
    if (fileSystem.exists(RunManifest.below(place.staging()))) {
      // Put together by an earlier process, which may have begun to move files out of it.
      return place.staging();
    }
    List<Path> waves = run.waveFolders();
    if (waves.size() == 1 && !sink.partitions() && !sink.isScattered(waves)) {
      return waves.get(0);
    }
    fileSystem.delete(place.staging(), true);
    sink.rewrite(waves, place.staging(), "part");
    requireRows(place.staging(), "part", rows);
    return place.staging();
  }

  private void requireRows(Path folder, String basename, long rows) {
    long written = sink.read(List.of(folder), basename).count();
    if (written != rows) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%,d rows became %,d when they were put together; nothing was committed",
              rows,
              written));
    }
  }

  /** Adds files one by one: each appears whole, and none twice. */
  private void moveIn(Path staged) throws IOException {
    List<Path> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> below = fileSystem.listFiles(staged, true);
    while (below.hasNext()) {
      Path file = below.next().getPath();
      if (file.getName().endsWith(".parquet")) {
        files.add(file);
      }
    }
    for (Path file : files) {
      String name = staged.toUri().relativize(file.toUri()).getPath();
      Path to = new Path(place.target(), new Path(null, null, name));
      fileSystem.mkdirs(to.getParent());
      place.rename(file, to);
    }
    RunManifest manifest =
        place
            .files()
            .read(RunManifest.below(staged), RunManifest.class)
            .orElseThrow(() -> new IOException("No manifest in " + staged));
    place.files().write(RunManifest.below(place.target()), manifest);
  }

  private void writeInPlace(RunManifest manifest, long rows) throws IOException {
    ObjectTable table = new ObjectTable(place, run.state());
    table.removeOwn();
    sink.rewrite(run.waveFolders(), place.target(), table.basename());
    requireRows(place.target(), table.basename(), rows);
    if (run.state().overwrite()) {
      table.removeOthers();
    }
    manifest.write(fileSystem, place.target());
  }
}
