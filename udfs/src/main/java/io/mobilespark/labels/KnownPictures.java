// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The first pictures of the ILSVRC2012 validation set, whose classes are known: whoever labels them
 * otherwise has another order in mind.
 */
final class KnownPictures {
  /** Number of pictures in the validation set. */
  static final int VALIDATION_PICTURES = 50_000;

  /** Devkit ids of the pictures 1 to 10, as the development kit states them. */
  private static final List<Integer> FIRST_DEVKIT_IDS =
      List.of(490, 361, 171, 822, 297, 482, 13, 704, 599, 164);

  private KnownPictures() {}

  /** The file name, less extension, of a validation picture from 1 on. */
  static String validation(int number) {
    return String.format(Locale.ROOT, "ILSVRC2012_val_%08d", number);
  }

  /** Class indices of those known pictures that occur; none when the list is not ImageNet's. */
  static Map<LabelledPicture, Integer> among(
      Collection<LabelledPicture> pictures, ClassList classes) {
    Map<LabelledPicture, Integer> known = new LinkedHashMap<>();
    DevkitIds ids = DevkitIds.ilsvrc2012();
    if (ids.fits(classes)) {
      Map<String, Integer> byKey = new LinkedHashMap<>();
      for (int i = 0; i < FIRST_DEVKIT_IDS.size(); i++) {
        byKey.put(validation(i + 1), ids.index(FIRST_DEVKIT_IDS.get(i), classes));
      }
      for (LabelledPicture picture : pictures) {
        Integer index = byKey.get(picture.key());
        if (index != null) {
          known.put(picture, index);
        }
      }
    }
    return known;
  }
}
