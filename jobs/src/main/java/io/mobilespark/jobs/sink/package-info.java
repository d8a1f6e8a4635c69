/**
 * How rows land: Parquet by the committer that is safe where it goes, and one publication for each
 * kind of store. Of the jobs' packages it imports config, guard and journal.
 *
 * <p>The output folder is renamed into place, or committed at once by S3A's magic committer; what
 * an earlier run left stays until then.
 */
@NullMarked
package io.mobilespark.jobs.sink;

import org.jspecify.annotations.NullMarked;
