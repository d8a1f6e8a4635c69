// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.image.Caveats;

/** What became of one picture that features were asked of. */
public sealed interface Embedding permits Embedding.Embedded, Prediction.Rejected {
  /** The picture's key. */
  String path();

  /**
   * A picture that went through the network.
   *
   * @param width of the picture in pixels, as decoded
   * @param height of the picture in pixels, as decoded
   * @param features the channels of the last feature map, each averaged over its positions; the
   *     caller's own
   * @param caveats what is to be said of the picture
   */
  record Embedded(String path, int width, int height, float[] features, Caveats caveats)
      implements Embedding {}
}
