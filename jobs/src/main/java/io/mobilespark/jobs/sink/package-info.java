// SPDX-License-Identifier: Apache-2.0
/**
 * How rows land: Parquet by the committer that is safe where it goes, and one publication for each
 * kind of store. Of the jobs' packages it imports config, guard and journal.
 *
 * <p>Waves are put together to files of the table's size while a run goes on. Its end moves these,
 * so that it takes as long for a hundred million rows as moving their few files does: within a
 * folder that is renamed into place, or, where no rename could do that, into the place itself,
 * under names that no manifest tells before all are there. What an earlier run left stays until
 * then.
 *
 * <p>Where a folder is not known to be renamed at once, as by the clients of {@code gs}, EMR's
 * {@code s3} and {@code abfs} without a hierarchical namespace, Hadoop's manifest committer alone
 * would not do: its job's commit renames file by file, and a reader of a table that is replaced
 * would meet both. So tasks are committed by it, and the table by MobileSpark's own manifest, as on
 * S3: files carry the ids of the run and of the attempt that wrote them, the manifest tells which
 * count, and it is one file, which every such store shows whole or not at all. Readers that look at
 * no manifest see the new files as they come, and both tables until the old files are removed.
 */
@NullMarked
package io.mobilespark.jobs.sink;

import org.jspecify.annotations.NullMarked;
