// SPDX-License-Identifier: Apache-2.0
/** Tests of class lists, ranking and label conventions. */
@NullMarked
package io.mobilespark.labels;

import org.jspecify.annotations.NullMarked;
