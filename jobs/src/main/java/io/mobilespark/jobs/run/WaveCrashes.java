// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.spark.crash.CrashFolder;
import io.mobilespark.spark.crash.CrashWatch;
import io.mobilespark.spark.crash.Suspects;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;

/**
 * What one process of a run knows of pictures that end the process that decodes them: from what
 * earlier processes have left behind, and from the tries of the wave at work.
 */
final class WaveCrashes implements AutoCloseable {
  /** A wave of which each try condemns a picture or two is no wave of pictures. */
  private static final int MAX_TRIES = 10;

  private final Path path;
  private final CrashFolder folder;
  private final Duration patience;
  private Suspects known;
  private boolean expected;
  private int tries;

  private WaveCrashes(Path path, SparkContext spark) throws IOException {
    this.path = path;
    this.folder = new CrashFolder(path.toString(), spark.hadoopConfiguration());
    // Where tasks run in the driver's JVM, they have died with the driver, whose lock this run has.
    this.patience = spark.isLocal() ? Duration.ZERO : CrashWatch.PATIENCE;
    this.known = Suspects.NONE;
  }

  /**
   * Begins a process's part in a run.
   *
   * @param path the folder for notes
   * @param resumed whether earlier processes may have left some
   */
  static WaveCrashes begin(Path path, boolean resumed, SparkContext spark) throws IOException {
    WaveCrashes crashes = new WaveCrashes(path, spark);
    if (resumed) {
      crashes.known = crashes.folder.dead(crashes.patience);
      crashes.expected = !crashes.known.isEmpty() || crashes.folder.diedBefore();
    }
    crashes.folder.begin();
    return crashes;
  }

  /**
   * For the tasks of the next try.
   *
   * @param job a name that no other try of the run has
   */
  CrashWatch watch(String job) {
    return new CrashWatch(path.toString(), job, expected, known, patience);
  }

  /** How often the wave at work was tried again. */
  int tries() {
    return tries;
  }

  /**
   * Whether a wave that failed is worth another try: its attempts have told something new.
   *
   * @throws MobileSparkException when there was something new too often
   */
  boolean again(Exception failure) throws IOException {
    if (!lostExecutors(failure)) {
      return false;
    }
    Suspects told = folder.dead(patience);
    if (!known.learnsFrom(told)) {
      return false;
    }
    if (tries == MAX_TRIES) {
      throw tooMany(told, failure);
    }
    known = told;
    expected = true;
    tries++;
    return true;
  }

  /** The wave at work is committed, whose notes nobody needs. */
  void committed() throws IOException {
    folder.forget();
    known = Suspects.NONE;
    expected = false;
    tries = 0;
  }

  /** The process ends by itself; what it knows stays for the next one. */
  @Override
  public void close() throws IOException {
    folder.end();
  }

  private static MobileSparkException tooMany(Suspects told, Exception failure) {
    String example =
        told.crashed().entrySet().stream()
            .findFirst()
            .map(
                one ->
                    String.format(
                        Locale.ROOT, ", such as %s on host %s", one.getKey(), one.getValue()))
            .orElse("");
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "A wave was tried %d times, and executors still die; %,d of its pictures ended the"
                + " process that decoded them%s; --resume goes on",
            MAX_TRIES + 1,
            told.crashed().size(),
            example),
        failure);
  }

  private static boolean lostExecutors(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      // Spark tells it in words only.
      if (String.valueOf(cause.getMessage()).contains("ExecutorLostFailure")) {
        return true;
      }
    }
    return false;
  }
}
