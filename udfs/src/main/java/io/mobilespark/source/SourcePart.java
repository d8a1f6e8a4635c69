// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import java.io.Serializable;

/**
 * What is found on the driver, and is read as a whole: one picture, or something that holds many.
 */
public sealed interface SourcePart extends Serializable permits PictureFile, ShardPart, TablePart {
  /** What an ordinary photograph has, to guess how many a file holds. */
  long PHOTOGRAPH_BYTES = 110_000;

  /** Tells it apart from other parts. */
  String path();

  /** In bytes; {@link io.mobilespark.storage.ObjectSplit#UNKNOWN} where nobody has listed it. */
  long length();

  /** How many pictures it probably holds, at least 1; exactly 1 for a picture. */
  default long expectedPictures() {
    return Math.max(1, length() / PHOTOGRAPH_BYTES);
  }
}
