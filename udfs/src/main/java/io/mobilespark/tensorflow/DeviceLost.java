// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;

/**
 * The device will not compute again in this process: it has fallen off the bus, or an error of CUDA
 * has spoilt its context, which only a new process gets anew.
 */
public final class DeviceLost extends MobileSparkException {
  private static final long serialVersionUID = 1L;

  /** Fails with what TensorFlow said. */
  public DeviceLost(String message, Throwable cause) {
    super(message, cause);
  }
}
