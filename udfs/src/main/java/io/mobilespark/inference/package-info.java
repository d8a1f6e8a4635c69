// SPDX-License-Identifier: Apache-2.0
/**
 * Puts image, model, arrow and labels together: a batch of encoded pictures in, one prediction per
 * picture out. Does not know Spark.
 */
@NullMarked
package io.mobilespark.inference;

import org.jspecify.annotations.NullMarked;
