// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;
import java.util.Optional;

/**
 * Layers that are a model: in a row, or a graph from inputs to outputs.
 *
 * @param name its own
 * @param sequential whether each layer takes what the one before gives
 * @param layers in the configuration's order
 * @param inputs of a graph; empty of a row
 * @param outputs of a graph; empty of a row
 * @param inputShape of a picture, where the configuration says it: -1 for a side that it leaves
 *     open
 * @param version of the Keras that wrote it
 */
record KerasModel(
    String name,
    boolean sequential,
    List<KerasLayer> layers,
    List<Argument.Tensor> inputs,
    List<Argument.Tensor> outputs,
    Optional<List<Integer>> inputShape,
    KerasVersion version) {

  KerasModel {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
