// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.tensorflow.PixelTensor;

/** The samples of one picture on their way to a device: nobody writes over them. */
interface QueuedSamples {
  /** Copies them to a place of a tensor, counted from 0. */
  void writeTo(PixelTensor tensor, int place);
}
