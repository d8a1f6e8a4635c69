// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** A layer that does nothing in inference: dropout, noise, augmentation. */
record Skipped() implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    return site.input();
  }
}
