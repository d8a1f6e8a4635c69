// SPDX-License-Identifier: Apache-2.0
/**
 * Class indices, synsets, names, the conventions of ground truth, and the ranking of scores.
 * Imports nothing of Spark, Arrow or TensorFlow.
 *
 * <p>Of libraries, mfl-core reads the devkit's {@code meta.mat}, and univocity, which Spark brings,
 * reads CSV.
 */
@NullMarked
package io.mobilespark.labels;

import org.jspecify.annotations.NullMarked;
