// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

/**
 * What one process did for a run: {@code ATTEMPT.json} among the attempts in the workplace, and in
 * the run's manifest.
 *
 * @param attempt its id
 * @param host where its driver ran
 * @param startedAt when it had listed its inputs, ISO 8601, UTC
 * @param seconds from there to its end, or to its last committed wave where it said no end
 * @param committed pictures
 * @param end how it ended
 */
public record AttemptNote(
    String attempt, String host, String startedAt, double seconds, long committed, End end) {
  /** How a process ends. */
  public enum End {
    /** The table was whole. */
    FINISHED,
    /** By a failure that it told. */
    FAILED,
    /** By a signal. */
    INTERRUPTED,
    /** Without a word, as when it is killed or its host is lost; also what a living one notes. */
    DIED
  }
}
