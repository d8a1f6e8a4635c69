/**
 * Shards: many pictures in one file, as tar (WebDataset) or TFRecord; read as a stream within
 * limits, whatever is broken in them, and written. Imports nothing of the project but failures, and
 * neither Spark nor Hadoop: bytes come from the caller.
 */
@NullMarked
package io.mobilespark.shards;

import org.jspecify.annotations.NullMarked;
