/**
 * The one gate to native TensorFlow: library, sessions, devices, threads, tensors, graphs as
 * protocol buffers. No other package imports {@code org.tensorflow}. Imports nothing of the project
 * but failures.
 */
@NullMarked
package io.mobilespark.tensorflow;

import org.jspecify.annotations.NullMarked;
