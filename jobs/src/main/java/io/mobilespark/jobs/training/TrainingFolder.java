// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.jobs.config.TrainSettings.Existing;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.jobs.sink.StagedFolder;
import io.mobilespark.spark.preparation.TrainedHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run: features, checkpoints, and in the end the head. It grows while the run goes
 * on, so that the run can be resumed; {@code head.json}, written last, says that it is finished.
 * One that replaces another grows beside it and takes its place at the end.
 */
final class TrainingFolder implements AutoCloseable {
  private static final String FEATURES = "features";
  private static final String CHECKPOINTS = "checkpoints";

  /** Half a table of features lies in a hidden folder. */
  private static final String WORK = ".features.mobilespark";

  /** What versions wrote that left no marker. */
  private static final Set<String> EARLIER =
      Set.of(
          FEATURES,
          CHECKPOINTS,
          "training.json",
          "training.html",
          "head.bin",
          TrainedHead.CLASSES,
          TrainedHead.DESCRIPTION);

  private static final Set<String> OWN =
      Set.of(
          "training.json",
          "training.html",
          "head.bin",
          TrainedHead.CLASSES,
          TrainedHead.DESCRIPTION,
          CHECKPOINTS + "/epoch-*",
          CHECKPOINTS + "/.epoch-*",
          WORK + "*",
          FEATURES + "/" + OutputMarker.FOLDER + "/*",
          // What a run that was killed while it wrote features in their place left of them.
          FEATURES + "/part-*",
          FEATURES + "/_SUCCESS",
          FEATURES + "/__magic*",
          FEATURES + "/_temporary*");

  /** A run that replaces a head finds its own work again by this name. */
  private static final String REPLACING = "head";

  private final OutputGuard guard;
  private final Path target;
  private final Configuration hadoop;
  private final String run;
  private Optional<RunLock> lock = Optional.empty();
  private Optional<StagedFolder> staged = Optional.empty();

  /**
   * A folder; writes nothing yet.
   *
   * @param guard of the output, which knows all that the run reads
   */
  TrainingFolder(OutputGuard guard, Configuration hadoop) {
    this.guard = guard;
    this.target = guard.output();
    this.hadoop = hadoop;
    this.run = AttemptId.next();
  }

  /** As it will be called. */
  Path target() {
    return target;
  }

  private RunLock held() {
    return lock.orElseThrow();
  }

  /**
   * To be called before anything is written.
   *
   * @throws MobileSparkException when another run has taken the output over
   */
  void requireLock() throws IOException {
    held().check();
  }

  /** Gives the output back. */
  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      held().close();
    }
  }

  /** Where the run works. */
  Path path() {
    return staged.map(StagedFolder::staging).orElse(target);
  }

  Path features() {
    return new Path(path(), FEATURES);
  }

  Checkpoints checkpoints() {
    return new Checkpoints(new Path(path(), CHECKPOINTS), hadoop);
  }

  /**
   * Takes the output for this run, and makes the folder or takes over what is there.
   *
   * @throws MobileSparkException when something is there that may not be touched
   */
  void open(Existing existing) {
    try {
      lock = Optional.of(RunLock.acquire(Workplace.of(guard.fileSystem(), target), run));
      FileSystem files = guard.fileSystem();
      StagedFolder.bringBack(held(), guard);
      List<String> there = names(files);
      if (!there.isEmpty() && existing == Existing.REFUSED) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s is there already; --resume goes on with it, --overwrite replaces it",
                target));
      }
      if (!there.isEmpty()) {
        requireOwn(files, there);
      }
      if (existing == Existing.REPLACED && !there.isEmpty()) {
        StagedFolder beside = beside();
        files.delete(beside.staging(), true);
        staged = Optional.of(beside);
      } else if (existing == Existing.RESUMED && !there.isEmpty()) {
        staged = Optional.of(beside()).filter(this::isThere);
      }
      files.mkdirs(path());
      // The names of a finished head are those that it had: one that goes on gets more.
      Set<String> own = new TreeSet<>(OWN);
      OutputMarker.of(files, path()).map(OutputMarker::files).ifPresent(own::addAll);
      OutputMarker.now(OutputKind.HEAD, run, own).write(files, path());
    } catch (IOException e) {
      throw new MobileSparkException("The output " + target + " cannot be used: " + e, e);
    }
  }

  private StagedFolder beside() {
    return StagedFolder.at(held(), guard, OutputKind.HEAD, REPLACING, true);
  }

  private boolean isThere(StagedFolder beside) {
    try {
      return guard.fileSystem().exists(beside.staging());
    } catch (IOException e) {
      throw new MobileSparkException("The output " + target + " cannot be read: " + e, e);
    }
  }

  private List<String> names(FileSystem files) throws IOException {
    return files.exists(target)
        ? Arrays.stream(files.listStatus(target))
            .map(FileStatus::getPath)
            .map(Path::getName)
            // A run that failed before it wrote anything has left its marker.
            .filter(name -> !name.equals(OutputMarker.FOLDER))
            .toList()
        : List.of();
  }

  /** A folder of an earlier version has no marker, which it gets here. */
  private void requireOwn(FileSystem files, List<String> there) throws IOException {
    if (OutputMarker.of(files, target).isEmpty()) {
      for (String name : there) {
        if (!EARLIER.contains(name) && !name.startsWith(WORK)) {
          throw new MobileSparkException(
              String.format(
                  Locale.ROOT, "The output %s holds %s, which train did not write", target, name));
        }
      }
      OutputMarker.now(OutputKind.HEAD, run, OWN).write(files, target);
    }
    guard.requireReplaceable(OutputKind.HEAD);
  }

  /** Gives the folder its place, once all is written. */
  void finish() throws IOException {
    if (staged.isPresent()) {
      staged.get().commit();
    }
  }

  boolean hasFeatures() {
    try {
      return guard.fileSystem().exists(RunManifest.below(features()));
    } catch (IOException e) {
      throw new MobileSparkException("The output " + target + " cannot be read: " + e, e);
    }
  }

  void write(String name, String text) throws IOException {
    requireLock();
    Path file = new Path(path(), name);
    try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
