// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.ArrayList;
import java.util.List;

/** MobileNet V2 layer by layer (arXiv 1801.04381, table 2; names as in Keras). */
final class MobileNetV2 {
  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private static final int LAST_FILTERS = 1280;

  private MobileNetV2() {}

  static List<Layer> layers(ModelSpec spec, Head head) {
    List<Layer> layers = new ArrayList<>();
    int channels = Channels.rounded(32 * spec.alpha());
    layers.add(new Convolution("Conv1", "bn_Conv1", 3, channels, 3, 2, Activation.RELU6));
    int id = 0;
    for (Stage stage : STAGES) {
      int filters = Channels.rounded((int) (stage.filters * spec.alpha()));
      for (int repeat = 0; repeat < stage.repeats; repeat++) {
        int stride = repeat == 0 ? stage.stride : 1;
        String prefix = id == 0 ? "expanded_conv_" : "block_" + id + "_";
        List<Layer> block = block(prefix, channels, filters, stage.expansion, stride);
        if (stride == 1 && channels == filters) {
          layers.add(new Residual(prefix + "add", block));
        } else {
          layers.addAll(block);
        }
        channels = filters;
        id++;
      }
    }
    int last = spec.alpha() > 1 ? Channels.rounded(LAST_FILTERS * spec.alpha()) : LAST_FILTERS;
    layers.add(Convolution.pointwise("Conv_1", "Conv_1_bn", channels, last, Activation.RELU6));
    layers.add(new GlobalPooling("global_average_pooling2d"));
    if (head == Head.CLASSIFIER) {
      layers.add(new Dense("predictions", last, spec.classes(), false, Activation.LINEAR));
    }
    return layers;
  }

  /** Expand (not in the first block), filter, project. */
  private static List<Layer> block(
      String prefix, int channels, int filters, int expansion, int stride) {
    List<Layer> block = new ArrayList<>();
    int expanded = channels * expansion;
    if (expansion > 1) {
      String expand = prefix + "expand";
      block.add(
          Convolution.pointwise(expand, expand + "_BN", channels, expanded, Activation.RELU6));
    }
    String depthwise = prefix + "depthwise";
    block.add(
        new DepthwiseConvolution(
            depthwise, depthwise + "_BN", expanded, 3, stride, Padding.SAME, Activation.RELU6));
    String project = prefix + "project";
    block.add(
        Convolution.pointwise(project, project + "_BN", expanded, filters, Activation.LINEAR));
    return block;
  }

  private record Stage(int expansion, int filters, int repeats, int stride) {}
}
