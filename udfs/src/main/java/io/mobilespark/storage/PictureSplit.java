// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.Serializable;

/** What one task has to read, as it travels to the task. */
public sealed interface PictureSplit extends Serializable permits ObjectSplit, ShardSplit {
  /**
   * Begins reading.
   *
   * @return the pictures in order, each once; owned by the caller
   */
  PictureStream open(TaskStorage storage);
}
