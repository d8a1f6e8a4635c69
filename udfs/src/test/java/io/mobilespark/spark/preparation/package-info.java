/** Tests of the package. */
@NullMarked
package io.mobilespark.spark.preparation;

import org.jspecify.annotations.NullMarked;
