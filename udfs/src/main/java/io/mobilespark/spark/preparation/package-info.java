/**
 * From what a user names to a model that can be sent to executors: weights, classes and preset are
 * read on the driver and checked against each other there.
 */
@NullMarked
package io.mobilespark.spark.preparation;

import org.jspecify.annotations.NullMarked;
