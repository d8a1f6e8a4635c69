// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static io.mobilespark.model.Activation.HARD_SWISH;
import static io.mobilespark.model.Activation.RELU;

import java.util.ArrayList;
import java.util.List;

/** MobileNet V3 layer by layer (arXiv 1905.02244, tables 1 and 2; names as in Keras 3). */
final class MobileNetV3 {
  private static final boolean EXCITED = true;
  private static final boolean PLAIN = false;

  private static final List<Block> LARGE =
      List.of(
          new Block(3, 1, 16, PLAIN, RELU, 1),
          new Block(3, 4, 24, PLAIN, RELU, 2),
          new Block(3, 3, 24, PLAIN, RELU, 1),
          new Block(5, 3, 40, EXCITED, RELU, 2),
          new Block(5, 3, 40, EXCITED, RELU, 1),
          new Block(5, 3, 40, EXCITED, RELU, 1),
          new Block(3, 6, 80, PLAIN, HARD_SWISH, 2),
          new Block(3, 2.5, 80, PLAIN, HARD_SWISH, 1),
          new Block(3, 2.3, 80, PLAIN, HARD_SWISH, 1),
          new Block(3, 2.3, 80, PLAIN, HARD_SWISH, 1),
          new Block(3, 6, 112, EXCITED, HARD_SWISH, 1),
          new Block(3, 6, 112, EXCITED, HARD_SWISH, 1),
          new Block(5, 6, 160, EXCITED, HARD_SWISH, 2),
          new Block(5, 6, 160, EXCITED, HARD_SWISH, 1),
          new Block(5, 6, 160, EXCITED, HARD_SWISH, 1));

  private static final List<Block> SMALL =
      List.of(
          new Block(3, 1, 16, EXCITED, RELU, 2),
          new Block(3, 72 / 16.0, 24, PLAIN, RELU, 2),
          new Block(3, 88 / 24.0, 24, PLAIN, RELU, 1),
          new Block(5, 4, 40, EXCITED, HARD_SWISH, 2),
          new Block(5, 6, 40, EXCITED, HARD_SWISH, 1),
          new Block(5, 6, 40, EXCITED, HARD_SWISH, 1),
          new Block(5, 3, 48, EXCITED, HARD_SWISH, 1),
          new Block(5, 3, 48, EXCITED, HARD_SWISH, 1),
          new Block(5, 6, 96, EXCITED, HARD_SWISH, 2),
          new Block(5, 6, 96, EXCITED, HARD_SWISH, 1),
          new Block(5, 6, 96, EXCITED, HARD_SWISH, 1));

  private static final int STEM_FILTERS = 16;

  private MobileNetV3() {}

  static List<Layer> layers(ModelSpec spec, Head head) {
    boolean large = spec.family() == ModelFamily.MOBILENET_V3_LARGE;
    Activation swish = spec.minimalistic() ? RELU : HARD_SWISH;
    List<Layer> layers = new ArrayList<>();
    layers.add(new Convolution("conv", "conv_bn", 3, STEM_FILTERS, 3, 2, swish));
    int channels = STEM_FILTERS;
    int id = 0;
    for (Block row : large ? LARGE : SMALL) {
      Block block = spec.minimalistic() ? row.minimalistic() : row;
      String prefix = id == 0 ? "expanded_conv_" : "expanded_conv_" + id + "_";
      int filters = Channels.rounded(block.filters * spec.alpha());
      List<Layer> body = body(prefix, channels, filters, block, id > 0);
      if (block.stride == 1 && channels == filters) {
        layers.add(new Residual(prefix + "add", body));
      } else {
        layers.addAll(body);
      }
      channels = filters;
      id++;
    }
    int last = Channels.rounded(channels * 6);
    layers.add(Convolution.pointwise("conv_1", "conv_1_bn", channels, last, swish));
    layers.add(new GlobalPooling("avg_pool"));
    if (head == Head.CLASSIFIER) {
      int base = large ? 1280 : 1024;
      int wide = spec.alpha() > 1 ? Channels.rounded(base * spec.alpha()) : base;
      layers.add(new Dense("conv_2", last, wide, true, swish));
      layers.add(new Dense("logits", wide, spec.classes(), true, Activation.LINEAR));
    }
    return layers;
  }

  /** Expand (not in the first block), filter, squeeze and excite (in some), project. */
  private static List<Layer> body(
      String prefix, int channels, int filters, Block block, boolean expand) {
    List<Layer> body = new ArrayList<>();
    int expanded = Channels.rounded(channels * block.expansion);
    if (expand) {
      String name = prefix + "expand";
      body.add(Convolution.pointwise(name, name + "_bn", channels, expanded, block.activation));
    }
    String depthwise = prefix + "depthwise";
    body.add(
        new DepthwiseConvolution(
            depthwise,
            depthwise + "_bn",
            expanded,
            block.kernel,
            block.stride,
            Padding.SAME,
            block.activation));
    if (block.excited) {
      body.add(
          new SqueezeExcitation(
              prefix + "squeeze_excite", expanded, Channels.rounded(expanded * 0.25)));
    }
    String project = prefix + "project";
    body.add(Convolution.pointwise(project, project + "_bn", expanded, filters, Activation.LINEAR));
    return body;
  }

  private record Block(
      int kernel,
      double expansion,
      int filters,
      boolean excited,
      Activation activation,
      int stride) {

    Block minimalistic() {
      return new Block(3, expansion, filters, PLAIN, RELU, stride);
    }
  }
}
