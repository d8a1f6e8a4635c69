// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;

/** A batch asked the device for more memory than it has; a smaller one may fit. */
public final class DeviceOutOfMemory extends MobileSparkException {
  private static final long serialVersionUID = 1L;

  /** Fails with what TensorFlow said. */
  public DeviceOutOfMemory(String message, Throwable cause) {
    super(message, cause);
  }
}
