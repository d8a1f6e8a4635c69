// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.jhdf.api.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A tensor in an HDF5 file, readable while the file is open.
 *
 * @param path of it in the file
 * @param dataset where the values lie
 */
record StoredTensor(String path, Dataset dataset) {

  /** Name of the weight alone: {@code kernel} of {@code conv1/kernel:0}. */
  String kind() {
    String last = path.substring(path.lastIndexOf('/') + 1);
    int output = last.indexOf(':');
    return output < 0 ? last : last.substring(0, output);
  }

  /** Name of the layer that it is named after: {@code conv1} of {@code conv1/kernel:0}. */
  String layer() {
    String[] parts = path.split("/", -1);
    return parts.length < 2 ? "" : parts[parts.length - 2];
  }

  List<Integer> shape() {
    List<Integer> shape = new ArrayList<>();
    for (int side : dataset.getDimensions()) {
      shape.add(side);
    }
    return shape;
  }

  /** The values in row-major order. */
  float[] values() {
    long size = Arrays.stream(dataset.getDimensions()).asLongStream().reduce(1, (a, b) -> a * b);
    Object values = dataset.getDataFlat();
    if (values instanceof float[] floats && floats.length == size) {
      return floats;
    }
    if (values instanceof double[] doubles && doubles.length == size) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    if (values instanceof Float single && size == 1) {
      return new float[] {single};
    }
    if (values instanceof Double single && size == 1) {
      return new float[] {single.floatValue()};
    }
    throw new KerasModelException(
        String.format(
            Locale.ROOT,
            "tensor %s holds %s, wanted floating-point numbers",
            path,
            dataset.getJavaType().getSimpleName()));
  }
}
