/** Tests of the gate to TensorFlow. */
@NullMarked
package io.mobilespark.tensorflow;

import org.jspecify.annotations.NullMarked;
