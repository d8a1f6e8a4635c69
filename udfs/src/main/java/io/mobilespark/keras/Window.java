package io.mobilespark.keras;

import java.util.List;

/**
 * How a kernel moves over a map.
 *
 * @param strides down and across
 * @param dilations likewise
 * @param same whether the map is padded to {@code ceil(side / stride)} positions, or not at all
 */
record Window(List<Integer> strides, List<Integer> dilations, boolean same) {
  static Window of(LayerConfig config) {
    String padding = config.text("padding", "valid");
    if (!padding.equals("same") && !padding.equals("valid")) {
      throw config.wrong("padding", "'same' or 'valid'");
    }
    return new Window(
        config.pair("strides", 1), config.pair("dilation_rate", 1), padding.equals("same"));
  }

  /** Positions along a side, 0 for down and 1 for across. */
  int positions(int side, int kernel, int axis) {
    long reach = (kernel - 1L) * dilations.get(axis) + 1;
    int stride = strides.get(axis);
    long positions = same ? (side + stride - 1L) / stride : Math.floorDiv(side - reach, stride) + 1;
    return (int) Math.max(0, positions);
  }

  /** The map that comes out of a map. */
  TensorShape output(TensorShape input, List<Integer> kernel, int channels) {
    return TensorShape.of(
        positions(input.height(), kernel.get(0), 0),
        positions(input.width(), kernel.get(1), 1),
        channels);
  }

  /** Channel by channel, TensorFlow moves kernels by the same steps down and across, undilated. */
  void requireDepthwise(LayerConfig config) {
    if (!strides.get(0).equals(strides.get(1))) {
      throw config.wrong("strides", "the same down and across");
    }
    if (!dilations.equals(List.of(1, 1))) {
      throw config.wrong("dilation_rate", "1");
    }
  }
}
