// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

/** The four architectures, as Keras Applications defines them. */
public enum ModelFamily {
  /** Depthwise separable convolutions. https://arxiv.org/abs/1704.04861 */
  MOBILENET_V1("mobilenet_v1"),
  /** Inverted residuals with linear bottlenecks. https://arxiv.org/abs/1801.04381 */
  MOBILENET_V2("mobilenet_v2"),
  /** Squeeze-and-excitation and hard swish, the larger net. https://arxiv.org/abs/1905.02244 */
  MOBILENET_V3_LARGE("mobilenet_v3_large"),
  /** Squeeze-and-excitation and hard swish, the smaller net. https://arxiv.org/abs/1905.02244 */
  MOBILENET_V3_SMALL("mobilenet_v3_small");

  private final String id;

  ModelFamily(String id) {
    this.id = id;
  }

  /** The name on the command line and in results, such as {@code mobilenet_v2}. */
  public String id() {
    return id;
  }

  /** Whether there is a form without squeeze-and-excitation, hard swish and 5x5 kernels. */
  public boolean hasMinimalistic() {
    return isV3();
  }

  /** Whether Keras's own networks of it take pixels as they are. */
  public boolean rescales() {
    return isV3();
  }

  private boolean isV3() {
    return this == MOBILENET_V3_LARGE || this == MOBILENET_V3_SMALL;
  }
}
