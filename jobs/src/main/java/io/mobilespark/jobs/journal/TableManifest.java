// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import io.mobilespark.outputs.StateFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * The manifest of a table as the holder of the table's lock finds and writes it. The lock is asked
 * before each writing, but a driver may be held up just behind that, for longer than a lease: where
 * the store can tell, as S3 does, the manifest is written only over the one that this holder knows,
 * and so never over that of who has taken the output over.
 */
public final class TableManifest {
  private final RunLock lock;
  private final Path path;
  private Optional<String> known;

  private TableManifest(RunLock lock, Path path, Optional<String> known) {
    this.lock = lock;
    this.path = path;
    this.known = known;
  }

  /** That of a lock which has just been taken. */
  static TableManifest of(RunLock lock) throws IOException {
    Path path = RunManifest.below(lock.place().target());
    return new TableManifest(lock, path, etag(lock.place().fileSystem(), path));
  }

  /**
   * Writes the manifest, or replaces it.
   *
   * @throws MobileSparkException when another run has taken the output over
   */
  public void write(RunManifest manifest) throws IOException {
    lock.check();
    FileSystem files = lock.place().fileSystem();
    if (!files.hasPathCapability(
        path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG)) {
      lock.place().files().write(path, manifest);
      return;
    }
    byte[] json = StateFiles.JSON.writeValueAsBytes(manifest);
    FSDataOutputStreamBuilder<?, ?> create =
        files.createFile(path).overwrite(known.isPresent()).recursive();
    if (known.isPresent()) {
      create.must(
          CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG, known.get());
    } else {
      create.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    }
    try (OutputStream out = create.build()) {
      out.write(json);
    } catch (IOException e) {
      if (etag(files, path).equals(known)) {
        throw e;
      }
      if (!holds(files, json)) {
        throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The output %s has been taken over by another run, whose manifest stays; nothing more"
                  + " is written by this run",
              lock.place().target()),
          e);
      }
      // The answer to an earlier try was lost, and the condition did not hold for the next one.
    }
    known = etag(files, path);
  }

  private boolean holds(FileSystem files, byte[] json) throws IOException {
    try (InputStream in = files.open(path)) {
      return Arrays.equals(in.readNBytes(json.length + 1), json);
    }
  }

  private static Optional<String> etag(FileSystem files, Path path) throws IOException {
    try {
      FileStatus status = files.getFileStatus(path);
      return status instanceof EtagSource tagged
          ? Optional.ofNullable(tagged.getEtag())
          : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
