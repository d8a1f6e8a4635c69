// SPDX-License-Identifier: Apache-2.0
/** Tests of the gate to TensorFlow. */
@NullMarked
package io.mobilespark.tensorflow;

import org.jspecify.annotations.NullMarked;
