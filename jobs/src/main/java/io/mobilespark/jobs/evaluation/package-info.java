// SPDX-License-Identifier: Apache-2.0
/**
 * Judges predictions by ground truth: the join by picture, the counting rules, intervals, tests.
 * Imports no command line, no report and no other job.
 */
@NullMarked
package io.mobilespark.jobs.evaluation;

import org.jspecify.annotations.NullMarked;
