// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * How the tasks of one Spark job find pictures that no process survives. Travels with their work.
 *
 * <p>A first attempt notes nothing. A later one notes each small batch before it touches it; where
 * it dies, the pictures of that batch are suspected. The next attempt takes the suspected ones by
 * themselves, while nothing else is decoded in its JVM; one with which it dies once more is not
 * touched again and becomes a row {@code CRASHED}. Attempts that end in any other way, by success,
 * by an exception, killed by Spark or by SIGTERM, leave no note.
 *
 * @param folder where notes go; empty to take none
 * @param job a name that no other job of the run has
 * @param fromTheFirst whether first attempts take notes too, since an earlier job or process died
 *     over these pictures
 * @param known what earlier jobs and processes have left behind
 * @param patience for which the note of a picture tried alone has to stand still before its writer
 *     is taken for dead: longer than a picture takes
 */
public record CrashWatch(
    String folder, String job, boolean fromTheFirst, Suspects known, Duration patience)
    implements Serializable {
  /** Takes no notes. */
  public static final CrashWatch NONE = new CrashWatch("", "", false, Suspects.NONE, Duration.ZERO);

  /** Longer than decoding and inferring one picture takes, where a processor is shared by many. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What the current attempt at a task may have in hand. Owned by the task. */
  public PicturesInHand open(TaskContext task, Configuration hadoop) {
    boolean again = task.attemptNumber() > 0 || task.stageAttemptNumber() > 0;
    if (folder.isEmpty() || !(fromTheFirst || again)) {
      return new UnnotedPictures(task::isInterrupted);
    }
    String ofTask = String.format(Locale.ROOT, "%s-%05d-", job, task.partitionId());
    try {
      CrashFolder notes = new CrashFolder(folder, hadoop);
      Suspects earlier =
          again
              ? notes.dead(name -> name.startsWith(ofTask), patience, task::isInterrupted)
              : Suspects.NONE;
      return new NotedPictures(
          notes,
          ofTask + task.taskAttemptId(),
          known.plus(earlier),
          SparkEnv.get().blockManager().blockManagerId().host(),
          task::isInterrupted);
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("interrupted while reading notes: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
