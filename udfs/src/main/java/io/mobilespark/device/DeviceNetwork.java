// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

/**
 * What a device computes: all that the batcher knows of it. Used by several threads.
 *
 * @param <S> the samples of one picture; handed over, so nobody writes to them afterwards
 * @param <R> what the network says of one picture
 */
public interface DeviceNetwork<S, R> {
  /** Memory that the samples of one picture take, above 0. */
  long pictureBytes();

  /**
   * Takes the memory of a batch.
   *
   * @param pictures the largest batch that will be run on it
   * @return owned by the caller
   */
  DeviceInput<S, R> newInput(int pictures);
}
