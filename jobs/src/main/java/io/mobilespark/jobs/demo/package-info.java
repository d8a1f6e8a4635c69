/**
 * What runs on a machine with no pictures and no weights at hand: labelled drawings, deterministic
 * from a seed, and the small model that names them. Uses {@code javax.imageio} without a display;
 * imports nothing of Spark, TensorFlow or the other packages but failures.
 */
@NullMarked
package io.mobilespark.jobs.demo;

import org.jspecify.annotations.NullMarked;
