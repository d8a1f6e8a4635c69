// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures that end the process that decodes them: what a task notes before each of them, what its
 * next attempt makes of such notes, and the turns that tell a picture from those beside it.
 */
@NullMarked
package io.mobilespark.spark.crash;

import org.jspecify.annotations.NullMarked;
