// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.util.List;

/**
 * The input of one batch, reused from batch to batch. Used by one thread.
 *
 * @param <S> the samples of one picture
 * @param <R> what the network says of one picture
 */
public interface DeviceInput<S, R> extends AutoCloseable {
  /** Copies a picture to a place, counted from 0. */
  void write(int place, S samples);

  /**
   * Computes the pictures at the first places.
   *
   * @return one result per picture, in the order of the places
   * @throws io.mobilespark.tensorflow.DeviceOutOfMemory when the batch is too large for the device
   * @throws io.mobilespark.tensorflow.DeviceLost when the device will not compute again
   */
  List<R> run(int pictures);

  @Override
  void close();
}
