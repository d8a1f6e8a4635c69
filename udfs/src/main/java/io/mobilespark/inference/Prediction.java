// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.image.Caveats;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.labels.RankedClass;
import java.util.List;

/** What became of one picture that a class was asked of. */
public sealed interface Prediction permits Prediction.Classified, Prediction.Rejected {
  /** The picture's key. */
  String path();

  /**
   * A picture that went through the network.
   *
   * @param width of the picture in pixels, as decoded
   * @param height of the picture in pixels, as decoded
   * @param ranked best first
   * @param caveats what is to be said of the picture
   */
  record Classified(String path, int width, int height, List<RankedClass> ranked, Caveats caveats)
      implements Prediction {
    /** Of a picture of which nothing is to be said. */
    public Classified(String path, int width, int height, List<RankedClass> ranked) {
      this(path, width, height, ranked, Caveats.NONE);
    }

    /** Copies the ranking. */
    public Classified {
      ranked = List.copyOf(ranked);
    }
  }

  /**
   * A picture that did not reach the network.
   *
   * @param detail one line that says more than the reason
   */
  record Rejected(String path, RejectionReason reason, String detail)
      implements Prediction, Embedding {}
}
