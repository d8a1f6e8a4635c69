// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers that are better computed picture by picture than batch by batch: those whose maps are
 * large. A core's second cache holds 1 MiB or 2; the maps of one picture stay in or near it from
 * layer to layer where those of a batch travel to memory and back. The layers behind them have
 * small maps and many weights, which a batch reads once. Parted so, V2 1.0/224 takes 0.83 to 0.92
 * of the processor's time that it takes by batches as a whole (two threads, batches of 4 and 8, Zen
 * 4).
 */
public final class EarlyLayers {
  /** Maps of float32 above this count as large: somewhat more than half of such a cache. */
  public static final long LARGE_BYTES = 576 << 10;

  private EarlyLayers() {}

  /**
   * The last of them, out of which comes a small map that is all the layers behind it read.
   *
   * @return the layer's name; empty where no map is large, or the last layers' maps are
   */
  static Optional<String> last(Network network) {
    List<Layer> layers = network.layers();
    List<FeatureMap> outputs = new ArrayList<>();
    FeatureMap map = network.input();
    int lastLarge = -1;
    for (Layer layer : layers) {
      lastLarge = largest(layer, map) > LARGE_BYTES ? outputs.size() : lastLarge;
      map = layer.output(map);
      outputs.add(map);
    }
    int last = lastLarge + 1;
    if (lastLarge < 0 || last == layers.size() || !givesMap(layers.get(last))) {
      return Optional.empty();
    }
    while (givesMap(layers.get(last + 1))
        && bytes(outputs.get(last + 1)) < bytes(outputs.get(last))) {
      last++;
    }
    return Optional.of(layers.get(last).name());
  }

  /** Bytes of the largest map that comes out of a layer or of one within it. */
  private static long largest(Layer layer, FeatureMap input) {
    if (!(layer instanceof Residual residual)) {
      return bytes(layer.output(input));
    }
    long largest = 0;
    FeatureMap map = input;
    for (Layer step : residual.body()) {
      map = step.output(map);
      largest = Math.max(largest, bytes(map));
    }
    return largest;
  }

  /** An excitation leaves a factor of its map to the next kernel. */
  private static boolean givesMap(Layer layer) {
    return layer instanceof Convolution
        || layer instanceof DepthwiseConvolution
        || layer instanceof Residual;
  }

  private static long bytes(FeatureMap map) {
    return Float.BYTES * map.positions() * map.channels();
  }
}
