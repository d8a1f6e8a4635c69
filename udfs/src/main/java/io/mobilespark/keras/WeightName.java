// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.ArrayList;
import java.util.List;

/**
 * A weight of a layer.
 *
 * @param name that Keras 2 gives it
 * @param trainable whether gradients move it
 */
record WeightName(String name, boolean trainable) {
  static final String KERNEL = "kernel";
  static final String BIAS = "bias";

  static WeightName trained(String name) {
    return new WeightName(name, true);
  }

  static WeightName fixed(String name) {
    return new WeightName(name, false);
  }

  /** A kernel, and a bias where there is one. */
  static List<WeightName> kernels(boolean bias, String... kernels) {
    List<WeightName> names = new ArrayList<>();
    for (String kernel : kernels) {
      names.add(trained(kernel));
    }
    if (bias) {
      names.add(trained(BIAS));
    }
    return names;
  }
}
