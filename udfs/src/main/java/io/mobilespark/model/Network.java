// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A MobileNet as data: layers in order, and what follows from them.
 *
 * @param spec family, width, input size and classes
 * @param head what it ends in
 * @param layers first one first
 */
public record Network(ModelSpec spec, Head head, List<Layer> layers) {
  /** Takes the layers. */
  public Network {
    layers = List.copyOf(layers);
  }

  /**
   * The network exactly as Keras 3 defines it.
   *
   * @throws MobileSparkException where alpha leaves a layer without channels
   */
  public static Network of(ModelSpec spec, Head head) {
    if (spec.family() == ModelFamily.MOBILENET_V1 && spec.alpha() * 32 < 1) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "alpha %s leaves the first layer of mobilenet_v1 no channel; at least 0.03125 is needed",
              spec.alpha()));
    }
    return new Network(
        spec,
        head,
        switch (spec.family()) {
          case MOBILENET_V1 -> MobileNetV1.layers(spec, head);
          case MOBILENET_V2 -> MobileNetV2.layers(spec, head);
          case MOBILENET_V3_LARGE, MOBILENET_V3_SMALL -> MobileNetV3.layers(spec, head);
        });
  }

  /** Shape of one input picture. */
  public FeatureMap input() {
    return new FeatureMap(spec.height(), spec.width(), 3);
  }

  /** Every weight tensor in the order of Keras's files. */
  public List<WeightSpec> weights() {
    return layers.stream().flatMap(layer -> layer.weights().stream()).toList();
  }

  /** Values in all weights, statistics of batch norms included, as Keras counts them. */
  public long parameters() {
    return layers.stream().mapToLong(Layer::parameters).sum();
  }

  /** Values in the weights that training moves by gradients. */
  public long trainableParameters() {
    return weights().stream().filter(WeightSpec::trainable).mapToLong(WeightSpec::size).sum();
  }

  /** Multiply-adds of convolutions and dense layers for one picture. */
  public long multiplyAdds() {
    return summary().stream().mapToLong(LayerSummary::multiplyAdds).sum();
  }

  /** Width of the pooled features. */
  public int featureWidth() {
    return summary().stream()
        .filter(line -> line.kind().equals(GlobalPooling.class.getSimpleName()))
        .mapToInt(line -> line.output().channels())
        .findFirst()
        .orElseThrow();
  }

  /** Width of what comes out: classes, or features. */
  public int outputWidth() {
    return head == Head.CLASSIFIER ? spec.classes() : featureWidth();
  }

  /** One line a layer, those of residual blocks before the addition that ends them. */
  public List<LayerSummary> summary() {
    List<LayerSummary> lines = new ArrayList<>();
    summarise(layers, input(), lines);
    return lines;
  }

  private static void summarise(List<Layer> layers, FeatureMap input, List<LayerSummary> lines) {
    FeatureMap map = input;
    for (Layer layer : layers) {
      FeatureMap output = layer.output(map);
      String kind = layer.getClass().getSimpleName();
      if (layer instanceof Residual residual) {
        summarise(residual.body(), map, lines);
        lines.add(new LayerSummary(layer.name(), kind, output, 0, 0));
      } else {
        lines.add(
            new LayerSummary(
                layer.name(), kind, output, layer.parameters(), layer.multiplyAdds(map)));
      }
      map = output;
    }
  }
}
