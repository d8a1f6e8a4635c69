/**
 * Pictures on their way from storage to a task: what a task has to read, reading ahead, and every
 * failure as a picture's reason. Reaches storage through Hadoop; does not know Spark.
 */
@NullMarked
package io.mobilespark.storage;

import org.jspecify.annotations.NullMarked;
