// SPDX-License-Identifier: Apache-2.0
/**
 * Where pictures come from: what lies below folders and globs, what manifests and tables name, which
 * files are shards, and how all of it is cut into splits.
 *
 * <p>Splits shrink towards the end, by guided self-scheduling: few output files, and no core waits
 * long for the last task. A task's start and commit take 60 to 100 ms in a new JVM, so each takes
 * two thirds of a core's share of what is left, and 40 pictures or more, 8 where cores would have
 * nothing to do otherwise: 1.05 times as fast as half a share and 16.
 *
 * <p>Local folders are listed by the JVM: Hadoop's recursive listing asks for every file's owner by
 * a process of its own, 1.5 ms a picture.
 */
@NullMarked
package io.mobilespark.source;

import org.jspecify.annotations.NullMarked;
