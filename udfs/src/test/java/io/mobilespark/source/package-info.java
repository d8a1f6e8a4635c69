// SPDX-License-Identifier: Apache-2.0
/** Tests of where pictures come from. */
@NullMarked
package io.mobilespark.source;

import org.jspecify.annotations.NullMarked;
