// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.Serializable;

/**
 * What a shard's members mean.
 *
 * @param allFiles whether side files, such as texts beside pictures, are taken for pictures too
 * @param labelField of a sample's {@code .json}, by its dots, that holds the label; empty for none
 * @param features of a {@code tf.train.Example}
 */
public record ShardRules(boolean allFiles, String labelField, ExampleFeatures features)
    implements Serializable {
  /** Side files are none, {@code .json} holds no label, and features are those that are known. */
  public static final ShardRules DEFAULT = new ShardRules(false, "", ExampleFeatures.DEFAULT);
}
