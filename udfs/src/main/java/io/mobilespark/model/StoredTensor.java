// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.jhdf.api.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A tensor in a weight file, readable while the file is open.
 *
 * @param path layer and name as the file has them
 * @param dataset where the values lie
 */
record StoredTensor(String path, Dataset dataset) {

  /** Name of the weight alone: {@code kernel} of {@code conv1/kernel:0}. */
  String kind() {
    String last = path.substring(path.lastIndexOf('/') + 1);
    int output = last.indexOf(':');
    return output < 0 ? last : last.substring(0, output);
  }

  List<Integer> shape() {
    return Arrays.stream(dataset.getDimensions()).boxed().toList();
  }

  /** The values in row-major order. */
  float[] values() {
    Object values = dataset.getDataFlat();
    if (values instanceof float[] floats) {
      return floats;
    }
    if (values instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    throw new KerasFileException(
        String.format(
            Locale.ROOT,
            "tensor %s holds %s, wanted floating-point numbers",
            path,
            dataset.getJavaType().getSimpleName()));
  }
}
