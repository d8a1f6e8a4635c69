// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Weights made up from a seed, and files of Keras's layout with them, with faults on purpose. */
final class TestWeights {
  private final Map<String, List<Tensor>> layers = new LinkedHashMap<>();

  /** A tensor as a file has it. */
  record Tensor(String name, List<Integer> shape, float[] values) {}

  static TestWeights of(Network network, long seed) {
    Random random = new Random(seed);
    TestWeights weights = new TestWeights();
    for (WeightSpec spec : network.weights()) {
      float[] values = new float[spec.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            spec.name().equals("moving_variance")
                ? 0.5f + random.nextFloat()
                : (float) random.nextGaussian();
      }
      weights.put(spec.layer(), new Tensor(spec.name() + ":0", spec.shape(), values));
    }
    return weights;
  }

  /** Adds a tensor to a layer, the layer at the end where it is new. */
  void put(String layer, Tensor tensor) {
    layers.computeIfAbsent(layer, name -> new ArrayList<>()).add(tensor);
  }

  /** Takes a tensor's place. */
  void replace(String layer, int index, Tensor tensor) {
    tensors(layer).set(index, tensor);
  }

  void remove(String layer) {
    layers.remove(layer);
  }

  List<Tensor> tensors(String layer) {
    List<Tensor> tensors = layers.get(layer);
    if (tensors == null) {
      throw new IllegalArgumentException("no layer " + layer);
    }
    return tensors;
  }

  /** In memory, as if read from a file. */
  KerasWeights inMemory(Network network) {
    Map<String, float[]> values = new HashMap<>();
    layers.forEach(
        (layer, tensors) ->
            tensors.forEach(
                tensor -> values.put(layer + "/" + tensor.name.replace(":0", ""), tensor.values)));
    return new KerasWeights(network, values, "0".repeat(64));
  }

  /** A file of weights alone. */
  void write(Path file) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      write(hdf);
    }
  }

  /** A file of a whole model. */
  void writeWholeModel(Path file) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      write(hdf.putGroup("model_weights"));
    }
  }

  private void write(WritableGroup root) {
    root.putAttribute("layer_names", layers.keySet().toArray(new String[0]));
    layers.forEach(
        (layer, tensors) -> {
          WritableGroup group = root.putGroup(layer);
          group.putAttribute(
              "weight_names",
              tensors.stream().map(tensor -> layer + "/" + tensor.name).toArray(String[]::new));
          WritableGroup inner = group.putGroup(layer);
          tensors.forEach(tensor -> inner.putDataset(tensor.name, nested(tensor)));
        });
  }

  private static Object nested(Tensor tensor) {
    int[] sides = tensor.shape.stream().mapToInt(Integer::intValue).toArray();
    return nested(tensor.values, sides, 0);
  }

  private static Object nested(float[] values, int[] sides, int from) {
    if (sides.length == 1) {
      return Arrays.copyOfRange(values, from, from + sides[0]);
    }
    int[] inner = Arrays.copyOfRange(sides, 1, sides.length);
    int step = Arrays.stream(inner).reduce(1, Math::multiplyExact);
    Object array = Array.newInstance(float.class, sides);
    for (int i = 0; i < sides[0]; i++) {
      Array.set(array, i, nested(values, inner, from + i * step));
    }
    return array;
  }
}
