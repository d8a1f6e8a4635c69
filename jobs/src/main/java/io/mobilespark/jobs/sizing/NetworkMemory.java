// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sizing;

import io.mobilespark.model.FeatureMap;
import io.mobilespark.model.Head;
import io.mobilespark.model.LayerSummary;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;

/**
 * Bytes of a network's float32 values.
 *
 * @param weights of all layers
 * @param input of one picture
 * @param featureMaps of one picture, where a layer's input and output are largest together
 */
record NetworkMemory(long weights, long input, long featureMaps) {
  static NetworkMemory of(ModelSpec spec) {
    Network network = Network.of(spec, Head.CLASSIFIER);
    long before = bytes(network.input());
    long most = 0;
    for (LayerSummary layer : network.summary()) {
      long after = bytes(layer.output());
      most = Math.max(most, before + after);
      before = after;
    }
    return new NetworkMemory(Float.BYTES * network.parameters(), bytes(network.input()), most);
  }

  private static long bytes(FeatureMap map) {
    return Float.BYTES * map.positions() * map.channels();
  }
}
