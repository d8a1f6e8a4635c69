// SPDX-License-Identifier: Apache-2.0
/**
 * The one gate to native TensorFlow: library, sessions, devices, threads, tensors, graphs as
 * protocol buffers. No other package imports {@code org.tensorflow}. Imports nothing of the project
 * but failures.
 *
 * <p>Graphs are written as protocol buffers, not through TensorFlow's op builders: the driver needs
 * no native library to describe, check or freeze a model, and node names are the project's.
 */
@NullMarked
package io.mobilespark.tensorflow;

import org.jspecify.annotations.NullMarked;
