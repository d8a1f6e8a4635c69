package io.mobilespark.jobs.preprocess;

/**
 * How a run ended.
 *
 * @param written pictures whose arrays were written
 * @param refused pictures that could not be read or decoded
 */
public record PreprocessSummary(int written, int refused) {}
