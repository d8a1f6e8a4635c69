// SPDX-License-Identifier: Apache-2.0
/**
 * A run over pictures, whatever becomes of them: waves, their counting, and the end of it. The jobs
 * that write a table of a row per picture share it.
 *
 * <p>A Spark job is all or nothing, so a run is many of them, each committed: its waves.
 *
 * <p>Counts come from the written table, never from accumulators, so that a task that ran twice
 * counts once. They are counted over rows that Spark has sorted: its aggregation by a first outcome
 * has a new JVM compile twenty classes where this needs seven, 0.3 to 0.7 s.
 */
@NullMarked
package io.mobilespark.jobs.run;

import org.jspecify.annotations.NullMarked;
