/**
 * How rows land: Parquet by the committer that is safe where it goes, and one publication for each
 * kind of store. Of the jobs' packages it imports config, guard and journal.
 *
 * <p>The output folder is renamed into place, or committed at once by S3A's magic committer; what
 * an earlier run left stays until then.
 *
 * <p>Where a folder is not known to be renamed at once, as by the clients of {@code gs}, EMR's
 * {@code s3} and {@code abfs} without a hierarchical namespace, Hadoop's manifest committer alone
 * would not do: its job's commit renames file by file, and a reader of a table that is replaced
 * would meet both. So tasks are committed by it, and the table by MobileSpark's own manifest, as on
 * S3: files carry the id of the attempt that wrote them, the manifest tells which count, and it is
 * one file, which every such store shows whole or not at all. Readers that look at no manifest see
 * both tables between its appearance and the removal of the old files.
 */
@NullMarked
package io.mobilespark.jobs.sink;

import org.jspecify.annotations.NullMarked;
