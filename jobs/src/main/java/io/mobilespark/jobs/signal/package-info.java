// SPDX-License-Identifier: Apache-2.0
/**
 * How this process ends when it is told to by a signal. Owns the handling of signals; knows no job.
 */
@NullMarked
package io.mobilespark.jobs.signal;

import org.jspecify.annotations.NullMarked;
