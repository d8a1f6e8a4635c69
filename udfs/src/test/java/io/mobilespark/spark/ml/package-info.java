// SPDX-License-Identifier: Apache-2.0
/** Tests of the package. */
@NullMarked
package io.mobilespark.spark.ml;

import org.jspecify.annotations.NullMarked;
