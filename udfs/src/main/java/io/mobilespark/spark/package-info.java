// SPDX-License-Identifier: Apache-2.0
/**
 * The executor side of Spark: tasks, one model per executor, rows, metrics. The only package of
 * this module that imports {@code org.apache.spark}.
 */
@NullMarked
package io.mobilespark.spark;

import org.jspecify.annotations.NullMarked;
