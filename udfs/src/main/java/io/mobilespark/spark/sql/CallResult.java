// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.LabelsAbove;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which result a call wants.
 *
 * @param network its place among the networks of the work
 * @param topK classes kept
 * @param labelsAbove which labels are named beside them; null for none
 * @param classes names the indices; null where no classes are asked for
 */
record CallResult(
    CallKind kind,
    int network,
    int topK,
    @Nullable LabelsAbove labelsAbove,
    @Nullable ClassList classes)
    implements Serializable {
  /** Classes that are ranked of each picture: all of them where a threshold decides. */
  int ranked() {
    return labelsAbove == null ? topK : Integer.MAX_VALUE;
  }
}
