/**
 * How rows land: Parquet by the committer that is safe where it goes, and one publication for each
 * kind of store. Of the jobs' packages it imports config, guard and journal.
 */
@NullMarked
package io.mobilespark.jobs.sink;

import org.jspecify.annotations.NullMarked;
