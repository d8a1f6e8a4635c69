// SPDX-License-Identifier: Apache-2.0
/** Spark ML: networks as transformers of Datasets, batch and streaming. */
@NullMarked
package io.mobilespark.spark.ml;

import org.jspecify.annotations.NullMarked;
