// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures on their way from storage to a task: what a task has to read, reading ahead, and every
 * failure as a picture's reason. Reaches storage through Hadoop; does not know Spark.
 *
 * <p>Local pictures are read, and the rights of local files set, by the JVM itself: Hadoop adds up
 * statistics at the end of every file, 0.1 ms a picture, and without its native library starts a
 * process for the rights of every file and folder that it makes, about 4 ms each.
 *
 * <p>Pictures come from S3 by S3A's client and not by its streams: one GET with S3A's credentials,
 * settings, retries and errors. With a stream for each, {@code label} took a tenth to a sixth more
 * time than from the local disk. Without it an object that has grown since it was listed is seen,
 * too. {@code getS3AInternals} is Hadoop's way to that client, for a limited audience; one class
 * calls it. Objects that S3A itself decrypts, and shards, are read through streams.
 */
@NullMarked
package io.mobilespark.storage;

import org.jspecify.annotations.NullMarked;
