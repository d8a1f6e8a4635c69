/** Tests of the package. */
@NullMarked
package io.mobilespark.spark.ml;

import org.jspecify.annotations.NullMarked;
