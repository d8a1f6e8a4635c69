// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code gamma * (x - mean) / sqrt(variance + epsilon) + beta}, each a channel. */
record BatchNormLayer(boolean scaled, boolean centred, double epsilon) implements LayerKind {
  static BatchNormLayer of(LayerConfig config) {
    return new BatchNormLayer(
        config.flag("scale", true), config.flag("center", true), config.number("epsilon", 1e-3));
  }

  @Override
  public List<WeightName> weights() {
    List<WeightName> names = new ArrayList<>();
    if (scaled) {
      names.add(WeightName.trained("gamma"));
    }
    if (centred) {
      names.add(WeightName.trained("beta"));
    }
    names.add(WeightName.fixed("moving_mean"));
    names.add(WeightName.fixed("moving_variance"));
    return names;
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    List<Integer> axes = site.config().has("axis") ? site.config().integers("axis") : List.of(-1);
    if (axes.size() != 1 || !input.shape().isLast(axes.get(0))) {
      throw site.config().wrong("axis", "the channels'");
    }
    int channels = input.shape().channels();
    int next = 0;
    double[] scale = scaled ? site.doubles(next++, channels) : ones(channels);
    double[] offset = centred ? site.doubles(next++, channels) : new double[channels];
    double[] mean = site.doubles(next++, channels);
    double[] variance = site.doubles(next, channels);
    for (int c = 0; c < channels; c++) {
      if (variance[c] < 0) {
        throw site.refused("has variances below 0");
      }
      scale[c] /= Math.sqrt(variance[c] + epsilon);
      offset[c] -= mean[c] * scale[c];
    }
    return site.affine(input, scale, offset);
  }

  private static double[] ones(int channels) {
    double[] ones = new double[channels];
    Arrays.fill(ones, 1);
    return ones;
  }
}
