// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.identity.PictureKey;
import java.io.Serializable;

/**
 * A line of ground truth before its convention is known.
 *
 * @param picture path, URI or name of the picture, as it stands there
 * @param label as it stands there
 */
public record LabelledPicture(String picture, String label) implements Serializable {
  /** The picture's join key. */
  public String key() {
    return PictureKey.of(picture);
  }

  /** The name of the folder that the picture lies in, empty where the path has none. */
  String folder() {
    return PictureKey.folder(picture);
  }

  /** A picture whose label is the name of its folder. */
  public static LabelledPicture inFolder(String path) {
    return new LabelledPicture(path, PictureKey.folder(path));
  }
}
