// SPDX-License-Identifier: Apache-2.0
/**
 * The data source {@code pictures} of Spark, by its Data Source V2: a row per picture, whatever it
 * lies in. Owns what Spark is told of listing, splits and reading; these are those of {@code
 * label}.
 */
@NullMarked
package io.mobilespark.source.pictures;

import org.jspecify.annotations.NullMarked;
