// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.jobs.report.ProgressListener;
import java.util.List;

/**
 * One process's part in a run.
 *
 * @param id that no other process has
 * @param startNanos when it was asked for, by {@link System#nanoTime()}
 * @param arguments as given, for the run's manifest
 * @param progress told of every picture done
 */
record Attempt(String id, long startNanos, List<String> arguments, ProgressListener progress) {}
