// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;
import java.util.Locale;

/**
 * Tensors of a file, as the weights of a layer.
 *
 * @param place of the layer, for messages
 * @param tensors in the order of its weights
 * @param budget that their values count against
 */
record StoredTensors(String place, List<StoredTensor> tensors, ValueBudget budget)
    implements LayerWeights {

  StoredTensors {
    tensors = List.copyOf(tensors);
  }

  @Override
  public List<Integer> shape(int index) {
    return tensors.get(index).shape();
  }

  @Override
  public float[] values(int index, List<Integer> shape) {
    StoredTensor tensor = tensors.get(index);
    if (!tensor.shape().equals(shape)) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT,
              "tensor %s has shape %s, wanted %s for %s",
              tensor.path(),
              tensor.shape(),
              shape,
              place));
    }
    budget.take(shape);
    float[] values = tensor.values();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new KerasModelException(
            String.format(
                Locale.ROOT, "tensor %s holds %s, wanted finite numbers", tensor.path(), value));
      }
    }
    return values;
  }
}
