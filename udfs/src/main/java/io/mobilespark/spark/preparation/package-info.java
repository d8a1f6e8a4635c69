// SPDX-License-Identifier: Apache-2.0
/**
 * From what a user names to a model that can be sent to executors: weights, classes and preset are
 * read on the driver and checked against each other there.
 *
 * <p>A weight file travels as a frozen graph in one broadcast: executors need neither HDF5 nor
 * access to where the weights lie.
 */
@NullMarked
package io.mobilespark.spark.preparation;

import org.jspecify.annotations.NullMarked;
