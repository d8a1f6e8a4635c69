// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.model.KerasFileException;

/** A model that is not what it should be. */
final class KerasModelException extends KerasFileException {
  private static final long serialVersionUID = 1L;

  KerasModelException(String line) {
    super(line);
  }
}
