// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;

/** A file of Keras's that is not what it should be; whoever opened it adds its name. */
public class KerasFileException extends MobileSparkException {
  private static final long serialVersionUID = 1L;

  /** One line, without the file's name. */
  public KerasFileException(String line) {
    super(line);
  }

  KerasFileException(String line, Throwable cause) {
    super(line, cause);
  }
}
