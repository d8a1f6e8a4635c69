// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/**
 * A layer with weights in a weight file.
 *
 * @param name as the file has it
 * @param tensors in the file's order
 */
record StoredLayer(String name, List<StoredTensor> tensors) {
  StoredLayer {
    tensors = List.copyOf(tensors);
  }
}
