// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.Serializable;
import java.util.List;

/**
 * A picture and all its labels before their convention is known.
 *
 * @param picture path, URI or name of the picture, as it stands there
 * @param labels as they stand there; none is a picture that shows nothing of what is labelled
 */
record LabelledSet(String picture, List<String> labels) implements Serializable {
  LabelledSet {
    labels = List.copyOf(labels);
  }
}
