// SPDX-License-Identifier: Apache-2.0
/**
 * What runs on a machine with no pictures and no weights at hand: labelled drawings, deterministic
 * from a seed, the small model that names them, and the run that shows one with the other. Drawing
 * uses {@code javax.imageio} without a display.
 */
@NullMarked
package io.mobilespark.jobs.demo;

import org.jspecify.annotations.NullMarked;
