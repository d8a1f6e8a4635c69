// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

/** What a network can be asked for. */
public enum Output {
  /** Logits and probabilities of the classes. */
  SCORES,
  /** The pooled features before the classifier. */
  FEATURES
}
