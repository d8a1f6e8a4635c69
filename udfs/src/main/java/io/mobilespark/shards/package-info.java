// SPDX-License-Identifier: Apache-2.0
/**
 * Shards: many pictures in one file, as tar (WebDataset) or TFRecord; read as a stream within
 * limits, whatever is broken in them, and written. Imports nothing of the project but failures, and
 * neither Spark nor Hadoop: bytes come from the caller.
 *
 * <p>Tar headers are walked here, and their fields read by commons-compress: its tar streams let
 * names grow without bound and take a cut header for the end.
 */
@NullMarked
package io.mobilespark.shards;

import org.jspecify.annotations.NullMarked;
