package io.mobilespark.jobs.pack;

import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.guard.OutputKind;
import io.mobilespark.jobs.guard.OutputMarker;
import io.mobilespark.jobs.sink.StagedFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The folder of a run's shards. Where a folder can be renamed it appears with its manifest, whole;
 * an object store would copy every byte for that, so shards are put there under their names, and
 * the manifest, last of all, says that they are whole.
 */
final class PackFolder {
  private final String run;
  private final OutputGuard guard;
  private final StagedFolder staged;
  private final FileSystem fileSystem;
  private final boolean direct;
  private final boolean overwrite;
  private boolean committed;

  private PackFolder(
      String run,
      OutputGuard guard,
      StagedFolder staged,
      FileSystem fileSystem,
      boolean direct,
      boolean overwrite) {
    this.run = run;
    this.guard = guard;
    this.staged = staged;
    this.fileSystem = fileSystem;
    this.direct = direct;
    this.overwrite = overwrite;
  }

  /** Prepares a folder; writes nothing yet. Fails as {@link StagedFolder#at} does. */
  static PackFolder at(PackSettings settings, String run, OutputGuard guard) throws IOException {
    StagedFolder staged = StagedFolder.at(guard, OutputKind.PACK, run, settings.overwrite());
    FileSystem fileSystem = guard.fileSystem();
    return new PackFolder(
        run,
        guard,
        staged,
        ShardFile.withoutChecksums(fileSystem),
        ShardFile.appearWhenClosed(fileSystem, staged.target()),
        settings.overwrite());
  }

  Path target() {
    return staged.target();
  }

  /** Where shards are written and read back. */
  Path place() {
    return direct ? staged.target() : staged.staging();
  }

  /** Before the first shard: what was there is no longer whole once one of them is replaced. */
  void begin() throws IOException {
    if (direct) {
      fileSystem.delete(PackManifest.below(place()), false);
    }
    fileSystem.mkdirs(place());
    if (direct) {
      guard.mark(OutputKind.PACK, Set.of(PackFormat.ANY_SHARD));
    }
  }

  /** Ends the run with its manifest. */
  void commit(PackManifest manifest) throws IOException {
    if (direct) {
      Set<String> shards =
          manifest.shards().stream().map(PackedShard::file).collect(Collectors.toSet());
      deleteAllBut(shards);
      OutputMarker.now(OutputKind.PACK, run, shards).write(fileSystem, place());
      manifest.write(fileSystem, place());
    } else {
      manifest.write(fileSystem, place());
      staged.commit();
    }
    committed = true;
  }

  /** Removes what a failed run wrote, unless it stands where something else stood before. */
  void discard() throws IOException {
    if (!direct) {
      staged.discard();
    } else if (!committed && !overwrite) {
      fileSystem.delete(place(), true);
    }
  }

  private void deleteAllBut(Set<String> shards) throws IOException {
    List<Path> others = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(place(), true);
    while (files.hasNext()) {
      Path file = files.next().getPath();
      if (!file.equals(OutputMarker.below(place()))
          && (!file.getParent().equals(place()) || !shards.contains(file.getName()))) {
        others.add(file);
      }
    }
    for (Path other : others) {
      fileSystem.delete(other, false);
    }
  }
}
