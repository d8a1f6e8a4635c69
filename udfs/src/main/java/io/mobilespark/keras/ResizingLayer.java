// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Resampling;
import io.mobilespark.keras.Trace.Value;
import java.util.Locale;

/**
 * A map with other sides.
 *
 * @param cropped whether what goes beyond the target's aspect is cut off first, at the centre
 */
record ResizingLayer(int height, int width, Resampling resampling, boolean cropped)
    implements LayerKind {

  static ResizingLayer of(LayerConfig config) {
    config.requireChannelsLast();
    config.require("pad_to_aspect_ratio", "false");
    config.require("antialias", "false");
    Resampling resampling =
        switch (config.text("interpolation", "bilinear").toLowerCase(Locale.ROOT)) {
          case "nearest" -> Resampling.NEAREST;
          case "bilinear" -> Resampling.BILINEAR;
          case "bicubic" -> Resampling.BICUBIC;
          case "area" -> Resampling.AREA;
          default -> throw config.wrong("interpolation", "nearest, bilinear, bicubic or area");
        };
    return new ResizingLayer(
        config.count("height"),
        config.count("width"),
        resampling,
        config.flag("crop_to_aspect_ratio", false));
  }

  /** What crops do with pictures that are too small for them. */
  static ResizingLayer covering(int height, int width) {
    return new ResizingLayer(height, width, Resampling.BILINEAR, true);
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    Value part = cropped ? cut(site, input) : input;
    TensorShape target = TensorShape.of(height, width, input.shape().channels());
    boolean same = part.shape().equals(target);
    return same ? part : site.add(new Operation.Resize(resampling), target, part);
  }

  private Value cut(LayerSite site, Value input) {
    int rows = input.shape().height();
    int columns = input.shape().width();
    int keptRows = Math.max(Math.min(rows, scaled(columns, height, width)), 1);
    int keptColumns = Math.max(Math.min(columns, scaled(rows, width, height)), 1);
    return CenterCropLayer.cut(
        site, input, (rows - keptRows) / 2, (columns - keptColumns) / 2, keptRows, keptColumns);
  }

  /** In float32, as Keras does. */
  private static int scaled(int side, int by, int over) {
    return (int) ((float) ((long) side * by) / over);
  }
}
