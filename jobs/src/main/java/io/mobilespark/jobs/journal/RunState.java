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
 * @param startedAt ISO 8601, UTC
 * @param toDo how many inputs it has; less than 0 before that is known
 */
record RunState(
    int schemaVersion,
    String run,
    Fingerprint fingerprint,
    boolean overwrite,
    boolean append,
    String startedAt,
    long toDo) {}
