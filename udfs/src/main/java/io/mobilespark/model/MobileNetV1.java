// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.ArrayList;
import java.util.List;

/** MobileNet V1 layer by layer (arXiv 1704.04861, table 1; names and padding as in Keras). */
final class MobileNetV1 {
  private static final List<Block> BLOCKS =
      List.of(
          new Block(64, 1),
          new Block(128, 2),
          new Block(128, 1),
          new Block(256, 2),
          new Block(256, 1),
          new Block(512, 2),
          new Block(512, 1),
          new Block(512, 1),
          new Block(512, 1),
          new Block(512, 1),
          new Block(512, 1),
          new Block(1024, 2),
          new Block(1024, 1));

  private MobileNetV1() {}

  static List<Layer> layers(ModelSpec spec, Head head) {
    List<Layer> layers = new ArrayList<>();
    int channels = scaled(32, spec);
    layers.add(new Convolution("conv1", "conv1_bn", 3, channels, 3, 2, Activation.RELU6));
    int id = 1;
    for (Block block : BLOCKS) {
      int filters = scaled(block.filters, spec);
      String depthwise = "conv_dw_" + id;
      String pointwise = "conv_pw_" + id++;
      layers.add(
          new DepthwiseConvolution(
              depthwise,
              depthwise + "_bn",
              channels,
              3,
              block.stride,
              block.stride == 1 ? Padding.SAME : Padding.END,
              Activation.RELU6));
      layers.add(
          Convolution.pointwise(pointwise, pointwise + "_bn", channels, filters, Activation.RELU6));
      channels = filters;
    }
    layers.add(new GlobalPooling("global_average_pooling2d"));
    if (head == Head.CLASSIFIER) {
      layers.add(new Dense("conv_preds", channels, spec.classes(), true, Activation.LINEAR));
    }
    return layers;
  }

  private static int scaled(int filters, ModelSpec spec) {
    return (int) (filters * spec.alpha());
  }

  private record Block(int filters, int stride) {}
}
