// SPDX-License-Identifier: Apache-2.0
/**
 * What a run reads: its list, stored once and read part by part, and how tasks read the parts.
 *
 * <p>Parquet's vectored reads are off: S3A tries a read again that ended too early, but not one of
 * several ranges at a time, which fails the run.
 */
@NullMarked
package io.mobilespark.jobs.source;

import org.jspecify.annotations.NullMarked;
