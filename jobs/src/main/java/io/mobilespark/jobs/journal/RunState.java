package io.mobilespark.jobs.journal;

/**
 * What a run that goes on with another's work has to know of it; {@code state.json} in the
 * workplace.
 *
 * @param schemaVersion of the layout; 0 where none is stated
 * @param run the id of the run that began
 * @param fingerprint what decides its rows
 * @param overwrite whether it replaces what lies under the output's name
 * @param append whether it adds to that
 * @param retryErrors whether it does pictures anew whose rows there hold an error of storage
 * @param startedAt ISO 8601, UTC
 * @param toDo how many inputs it has; less than 0 before that is known
 */
record RunState(
    int schemaVersion,
    String run,
    Fingerprint fingerprint,
    boolean overwrite,
    boolean append,
    boolean retryErrors,
    String startedAt,
    long toDo) {
  /** The same, once it is known how many inputs there are. */
  RunState of(long inputs) {
    return new RunState(
        schemaVersion, run, fingerprint, overwrite, append, retryErrors, startedAt, inputs);
  }
}
