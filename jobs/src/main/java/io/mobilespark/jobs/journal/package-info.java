// SPDX-License-Identifier: Apache-2.0
/**
 * What a run has done and who may go on with it: {@link io.mobilespark.jobs.journal.RunJournal}
 * over the workplace, its lock, the notes of its waves and the manifest of its table. Knows nothing
 * of how rows land; of the jobs' packages it imports config and guard.
 */
@NullMarked
package io.mobilespark.jobs.journal;

import org.jspecify.annotations.NullMarked;
