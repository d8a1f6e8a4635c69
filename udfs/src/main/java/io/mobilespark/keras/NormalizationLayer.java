// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/**
 * {@code (x - mean) / max(sqrt(variance), 1e-7)} by channel or over all, or the way back.
 *
 * @param byChannel whether each channel has its own
 * @param known whether mean and variance are settings, not weights
 */
record NormalizationLayer(boolean byChannel, boolean known, boolean inverted) implements LayerKind {
  private static final double LEAST_DEVIATION = 1e-7;

  static NormalizationLayer of(LayerConfig config) {
    boolean byChannel = config.has("axis") && !config.integers("axis").isEmpty();
    return new NormalizationLayer(byChannel, config.has("mean"), config.flag("invert", false));
  }

  @Override
  public List<WeightName> weights() {
    return known
        ? List.of()
        : List.of(
            WeightName.fixed("mean"), WeightName.fixed("variance"), WeightName.fixed("count"));
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    LayerConfig config = site.config();
    if (byChannel) {
      List<Integer> axes = config.integers("axis");
      if (axes.size() != 1 || !input.shape().isLast(axes.get(0))) {
        throw config.wrong("axis", "the channels' or none");
      }
    }
    int channels = input.shape().channels();
    double[] mean;
    double[] variance;
    if (known) {
      mean = config.numbers("mean", 0);
      variance = config.numbers("variance", 1);
    } else {
      mean = byChannel ? site.doubles(0, channels) : site.doubles(0);
      variance = byChannel ? site.doubles(1, channels) : site.doubles(1);
    }
    int length = Math.max(mean.length, variance.length);
    double[] scale = new double[length];
    double[] offset = new double[length];
    for (int i = 0; i < length; i++) {
      double m = mean[mean.length == 1 ? 0 : i];
      double deviation =
          Math.max(Math.sqrt(variance[variance.length == 1 ? 0 : i]), LEAST_DEVIATION);
      scale[i] = inverted ? deviation : 1 / deviation;
      offset[i] = inverted ? m : -m / deviation;
    }
    return site.affine(input, scale, offset);
  }
}
