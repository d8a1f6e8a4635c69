// SPDX-License-Identifier: Apache-2.0
/** Tests of decoding and presets. */
@NullMarked
package io.mobilespark.image;

import org.jspecify.annotations.NullMarked;
