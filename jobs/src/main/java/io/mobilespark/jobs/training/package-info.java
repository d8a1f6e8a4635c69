// SPDX-License-Identifier: Apache-2.0
/**
 * Transfer learning: features from Parquet to a local file, epochs over it, checkpoints, the head.
 * Imports neither TensorFlow nor picocli.
 */
@NullMarked
package io.mobilespark.jobs.training;

import org.jspecify.annotations.NullMarked;
