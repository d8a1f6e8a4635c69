// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/** One step of a network, as data. Batch norms belong to the convolution before them. */
public sealed interface Layer
    permits Convolution, DepthwiseConvolution, SqueezeExcitation, Residual, GlobalPooling, Dense {

  /** Keras 3's name of the layer. */
  String name();

  /** The shape that comes out for a shape that goes in. */
  FeatureMap output(FeatureMap input);

  /** The weights in the order in which Keras writes them. */
  List<WeightSpec> weights();

  /** Multiplications of kernels with inputs for one picture; additions of biases do not count. */
  long multiplyAdds(FeatureMap input);

  /** Number of values in all weights. */
  default long parameters() {
    return weights().stream().mapToLong(WeightSpec::size).sum();
  }
}
