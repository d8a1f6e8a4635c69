// SPDX-License-Identifier: Apache-2.0
/** Tests of Spark's data source of pictures. */
@NullMarked
package io.mobilespark.source.pictures;

import org.jspecify.annotations.NullMarked;
