// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.image.Caveats;
import io.mobilespark.inference.Prediction.Rejected;

/** A row of a batch between decoding and inference. */
sealed interface PreparedPicture {

  /** A row that the network is not asked about. */
  record Refused(Rejected rejected) implements PreparedPicture {}

  /**
   * A picture whose samples stand in every input tensor.
   *
   * @param width of the picture in pixels, as decoded
   * @param height of the picture in pixels, as decoded
   * @param place in the tensors, from 0; refused rows take none
   * @param caveats what is to be said of it
   */
  record Sampled(String path, int width, int height, int place, Caveats caveats)
      implements PreparedPicture {}
}
