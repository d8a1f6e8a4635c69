// SPDX-License-Identifier: Apache-2.0
/**
 * What a run reads, may write and may delete. Knows nothing of what a run does; of the jobs'
 * packages it imports none but config.
 */
@NullMarked
package io.mobilespark.jobs.guard;

import org.jspecify.annotations.NullMarked;
