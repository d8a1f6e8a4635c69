// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.outputs.StoreKind;
import io.mobilespark.jobs.journal.LockFence;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.sink.StagedFolder;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run's shards. Where a folder can be renamed it appears with its manifest, whole.
 * Elsewhere shards are put there under their names, and the manifest, written once they are whole,
 * tells which they are: those that replace others have names of their own, and the others go last.
 */
final class PackFolder {
  private final RunLock lock;
  private final OutputGuard guard;
  private final StagedFolder staged;
  private final FileSystem fileSystem;
  private final boolean direct;
  private final boolean replaces;
  private boolean committed;

  private PackFolder(
      RunLock lock,
      OutputGuard guard,
      StagedFolder staged,
      FileSystem fileSystem,
      boolean direct,
      boolean replaces) {
    this.lock = lock;
    this.guard = guard;
    this.staged = staged;
    this.fileSystem = fileSystem;
    this.direct = direct;
    this.replaces = replaces;
  }

  /**
   * Prepares a folder; writes nothing yet. Fails as {@link StagedFolder#at} does.
   *
   * @param lock of that folder, which stays the caller's
   */
  static PackFolder at(PackSettings settings, RunLock lock, OutputGuard guard)
      throws IOException {
    StagedFolder staged = StagedFolder.at(lock, guard, OutputKind.PACK, settings.overwrite());
    FileSystem fileSystem = ShardFile.withoutChecksums(guard.fileSystem());
    Path target = staged.target();
    boolean direct =
        StoreKind.of(fileSystem, target) != StoreKind.FOLDERS
            || ShardFile.appearWhenClosed(fileSystem, target);
    return new PackFolder(lock, guard, staged, fileSystem, direct, direct && !guard.isFree());
  }

  Path target() {
    return staged.target();
  }

  /** Where shards are written and read back. */
  Path place() {
    return direct ? staged.target() : staged.staging();
  }

  /** How the names of the run's shards begin. */
  String shards() {
    return replaces ? PackFormat.SHARDS + lock.attempt() + "-" : PackFormat.SHARDS;
  }

  /** What tasks ask before they give a shard its name. */
  LockFence fence() {
    return new LockFence(lock.place(), lock.attempt());
  }

  /** Before the first shard. */
  void begin() throws IOException {
    lock.check();
    fileSystem.mkdirs(place());
    if (direct) {
      guard.mark(OutputKind.PACK, Set.of(shards() + "*", "." + shards() + "*"));
    }
  }

  /** Ends the run with its manifest. */
  void commit(PackManifest manifest) throws IOException {
    lock.check();
    if (direct) {
      Set<String> shards =
          manifest.shards().stream().map(PackedShard::file).collect(Collectors.toSet());
      manifest.write(fileSystem, place());
      // The new shards are the pack's from here on, whatever becomes of the old ones.
      committed = true;
      deleteOwn(name -> !shards.contains(name));
      OutputMarker.now(OutputKind.PACK, lock.attempt(), shards).write(fileSystem, place());
    } else {
      manifest.write(fileSystem, place());
      staged.commit();
    }
    committed = true;
  }

  /**
   * Removes what a failed run wrote; what it was to replace stays, and so does all in a place that
   * another run has taken over.
   */
  void discard() throws IOException {
    if (!direct) {
      staged.discard();
    } else if (!committed && lock.isOwn()) {
      deleteOwn(name -> name.startsWith(shards()) || name.startsWith("." + shards()));
      if (!replaces) {
        fileSystem.delete(PackManifest.below(place()), false);
        fileSystem.delete(OutputMarker.below(place()), false);
      }
    }
  }

  /** Removes shards of MobileSpark's; what others have put there stays. */
  private void deleteOwn(Predicate<String> those) throws IOException {
    Set<String> own = new TreeSet<>();
    OutputMarker.of(fileSystem, place()).map(OutputMarker::files).ifPresent(own::addAll);
    for (FileStatus file : fileSystem.listStatus(place())) {
      String name = file.getPath().getName();
      if (file.isFile() && those.test(name) && isOwn(own, name)) {
        fileSystem.delete(file.getPath(), false);
      }
    }
  }

  private static boolean isOwn(Set<String> own, String name) {
    return own.contains(name)
        || own.stream()
            .filter(each -> each.endsWith("*"))
            .anyMatch(each -> name.startsWith(each.substring(0, each.length() - 1)));
  }
}
