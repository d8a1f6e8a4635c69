// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Resampling;
import io.mobilespark.keras.Trace.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A map with other sides. */
record ResizingLayer(int height, int width, Resampling resampling, boolean antialiased, Aspect aspect)
    implements LayerKind {
  /** Methods that TensorFlow never antialiases. */
  private static final Set<Resampling> PLAIN = Set.of(Resampling.NEAREST, Resampling.AREA);

  /** What happens first to maps of another aspect. */
  sealed interface Aspect {}

  /** Nothing. */
  record Stretched() implements Aspect {}

  /** What goes beyond is cut off, at the centre. */
  record Cropped() implements Aspect {}

  /** What is missing is filled by a value, the same at both ends. */
  record Filled(double value) implements Aspect {}

  static ResizingLayer of(LayerConfig config) {
    config.requireChannelsLast();
    boolean cropped = config.flag("crop_to_aspect_ratio", false);
    boolean filled = config.flag("pad_to_aspect_ratio", false);
    if (filled) {
      config.require("fill_mode", "constant");
    }
    String known = "nearest, bilinear, bicubic, area, lanczos3, lanczos5, gaussian or mitchellcubic";
    String asked = config.text("interpolation", "bilinear").toUpperCase(Locale.ROOT);
    Resampling resampling =
        Arrays.stream(Resampling.values())
            .filter(each -> each.name().equals(asked))
            .findFirst()
            .orElseThrow(() -> config.wrong("interpolation", known));
    return new ResizingLayer(
        config.count("height"),
        config.count("width"),
        resampling,
        config.flag("antialias", false) && !PLAIN.contains(resampling),
        cropped
            ? new Cropped()
            : filled ? new Filled(config.number("fill_value", 0)) : new Stretched());
  }

  /** What crops do with pictures that are too small for them. */
  static ResizingLayer covering(int height, int width) {
    return new ResizingLayer(height, width, Resampling.BILINEAR, false, new Cropped());
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    Value part =
        aspect instanceof Filled filled
            ? filled(site, input, filled.value)
            : aspect instanceof Cropped ? cut(site, input) : input;
    TensorShape target = TensorShape.of(height, width, input.shape().channels());
    List<Integer> from = part.shape().sides().subList(0, 2);
    return part.shape().equals(target)
        ? part
        : site.add(new Operation.Resize(resampling, antialiased, from), target, part);
  }

  private Value filled(LayerSite site, Value input, double value) {
    int rows = input.shape().height();
    int columns = input.shape().width();
    int above = Math.max(0, scaled(columns, height, width) - rows) / 2;
    int before = Math.max(0, scaled(rows, width, height) - columns) / 2;
    if (above == 0 && before == 0) {
      return input;
    }
    Ends ends = new Ends(above, above, before, before);
    if (value == 0) {
      return ZeroPaddingLayer.padded(site, input, ends);
    }
    Value shifted = ZeroPaddingLayer.padded(site, site.affine(input, 1, -value), ends);
    return site.affine(shifted, 1, value);
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
