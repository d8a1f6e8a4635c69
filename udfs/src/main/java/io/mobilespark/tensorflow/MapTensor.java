// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import org.jspecify.annotations.Nullable;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TType;

/**
 * The maps {@code [pictures, height, width, channels]} between two parts of a graph, gathered
 * picture by picture. Takes its native memory with the first picture, of whose shape and type all
 * others are. Owned by whoever made it, used by one thread.
 */
final class MapTensor implements AutoCloseable {
  private final int pictures;
  private @Nullable Tensor tensor;

  MapTensor(int pictures) {
    this.pictures = pictures;
  }

  /**
   * Copies the map of one picture.
   *
   * @param place counted from 0
   * @param map of shape {@code [1, height, width, channels]}; stays the caller's
   */
  void put(int place, Tensor map) {
    RawTensor from = map.asRawTensor();
    if (tensor == null) {
      long[] shape = map.shape().asArray().clone();
      shape[0] = pictures;
      tensor = Tensor.of(((TType) map).type(), Shape.of(shape));
    }
    long bytes = from.numBytes();
    from.data().copyTo(tensor.asRawTensor().data().offset(place * bytes), bytes);
  }

  /**
   * All of them.
   *
   * @return owned by this object
   * @throws IllegalStateException before the first map
   */
  Tensor tensor() {
    if (tensor == null) {
      throw new IllegalStateException("no map was put");
    }
    return tensor;
  }

  @Override
  public void close() {
    if (tensor != null) {
      tensor.close();
    }
  }
}
