/**
 * Class indices, synsets, names, the conventions of ground truth, and the ranking of scores.
 * Imports nothing of Spark, Arrow or TensorFlow.
 */
@NullMarked
package io.mobilespark.labels;

import org.jspecify.annotations.NullMarked;
