// SPDX-License-Identifier: Apache-2.0
/** Tests of the notes about pictures that end the process that decodes them. */
@NullMarked
package io.mobilespark.spark.crash;

import org.jspecify.annotations.NullMarked;
