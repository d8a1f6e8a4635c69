// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;

/**
 * An operation at its place.
 *
 * @param layer path of the layer that it belongs to
 * @param operation what it computes
 * @param inputs numbers of the nodes whose tensors it takes
 * @param shape of the tensor that it gives, for one picture
 */
record TracedNode(String layer, Operation operation, List<Integer> inputs, TensorShape shape) {
  TracedNode {
    inputs = List.copyOf(inputs);
  }

  TracedNode with(Operation other) {
    return new TracedNode(layer, other, inputs, shape);
  }

  TracedNode from(List<Integer> others) {
    return new TracedNode(layer, operation, others, shape);
  }
}
