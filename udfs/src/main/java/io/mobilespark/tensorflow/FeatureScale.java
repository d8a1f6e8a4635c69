// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

/** What pooled features go through before a head's hidden layer. */
public enum FeatureScale {
  /** Nothing. */
  PLAIN,
  /**
   * {@code sign(x) * sqrt(|x|)}, so that a few large features do not decide alone (power
   * normalisation, Perronnin, Sánchez and Mensink 2010).
   */
  ROOT;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
