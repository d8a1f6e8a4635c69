// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

/**
 * How a run ended.
 *
 * @param written pictures whose arrays were written
 * @param refused pictures that could not be read or decoded
 * @param turnsIgnored of those written, how many carry a turn that was not followed
 */
public record PreprocessSummary(int written, int refused, int turnsIgnored) {}
