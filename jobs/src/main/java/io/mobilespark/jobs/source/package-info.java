// SPDX-License-Identifier: Apache-2.0
/**
 * Where pictures come from: listing and the planning of splits.
 *
 * <p>Splits shrink towards the end, by guided self-scheduling: few output files, and no core waits
 * long for the last task. A task's start and commit take 60 to 100 ms in a new JVM, so each takes
 * two thirds of a core's share of what is left, and 40 pictures or more, 8 where cores would have
 * nothing to do otherwise: 1.05 times as fast as half a share and 16.
 *
 * <p>Local folders are listed by Hadoop's plain listing: its recursive one asks for every file's
 * owner by a process of its own, 1.5 ms a picture.
 *
 * <p>Parquet's vectored reads are off: S3A tries a read again that ended too early, but not one of
 * several ranges at a time, which fails the run.
 */
@NullMarked
package io.mobilespark.jobs.source;

import org.jspecify.annotations.NullMarked;
