// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.jobs.config.ReportSettings;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.jobs.sink.StagedFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The folder of a report, which appears whole or not at all. */
final class ReportFolder implements AutoCloseable {
  private final RunLock lock;
  private final StagedFolder folder;
  private final Configuration hadoop;

  private ReportFolder(RunLock lock, StagedFolder folder, Configuration hadoop) {
    this.lock = lock;
    this.folder = folder;
    this.hadoop = hadoop;
  }

  /**
   * Takes the folder for this run.
   *
   * @param guard of the report, which knows all that is read
   * @throws MobileSparkException when it is there and may not be replaced, or another run makes it
   */
  static ReportFolder open(ReportSettings settings, OutputGuard guard, Configuration hadoop) {
    try {
      RunLock lock =
          RunLock.acquire(Workplace.of(guard.fileSystem(), guard.output()), AttemptId.next());
      try {
        return new ReportFolder(
            lock,
            StagedFolder.at(lock, guard, OutputKind.REPORT, settings.overwrite()),
            hadoop);
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new MobileSparkException(
          "The report " + guard.output() + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** A place within, to be written to before the commit. */
  Path staged(String name) {
    return new Path(folder.staging(), name);
  }

  /** The same place after the commit. */
  Path target(String name) {
    return new Path(folder.target(), name);
  }

  void write(String name, String text) {
    Path file = staged(name);
    try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  void commit() {
    try {
      folder.commit();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try (lock) {
      folder.discard();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private MobileSparkException unwritable(IOException e) {
    return new MobileSparkException(
        "The report " + folder.target() + " cannot be written: " + e.getMessage(), e);
  }
}
