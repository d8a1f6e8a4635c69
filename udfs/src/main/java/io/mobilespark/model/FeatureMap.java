// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.Locale;

/**
 * The shape between two layers, batch aside.
 *
 * @param height positions down, at least 1
 * @param width positions across, at least 1
 * @param channels values a position, at least 1
 */
public record FeatureMap(int height, int width, int channels) {
  /** Checks the sides. */
  public FeatureMap {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a feature map needs sides of at least 1: %dx%dx%d",
              height,
              width,
              channels));
    }
  }

  /** Height times width. */
  public long positions() {
    return (long) height * width;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
