// SPDX-License-Identifier: Apache-2.0
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

  /** Channel by channel, TensorFlow moves kernels by the same steps down and across. */
  void requireDepthwise(LayerConfig config) {
    if (!strides.get(0).equals(strides.get(1))) {
      throw config.wrong("strides", "the same down and across");
    }
  }

  /**
   * A kernel of channels by themselves with its dilation as zeros in it, which TensorFlow has not.
   *
   * @param kernel of {@code size} and {@code inner} values at each place
   */
  Operation.Convolution depthwise(float[] kernel, List<Integer> size, List<Integer> channels) {
    int inner = TensorShape.of(channels.get(0), channels.get(1)).size();
    int rows = reach(size.get(0), 0);
    int columns = reach(size.get(1), 1);
    float[] spread = new float[TensorShape.of(rows, columns, inner).size()];
    for (int row = 0; row < size.get(0); row++) {
      for (int column = 0; column < size.get(1); column++) {
        int to = row * dilations.get(0) * columns + column * dilations.get(1);
        System.arraycopy(kernel, (row * size.get(1) + column) * inner, spread, to * inner, inner);
      }
    }
    return new Operation.Convolution(
        spread,
        List.of(rows, columns, channels.get(0), channels.get(1)),
        true,
        new Window(strides, List.of(1, 1), same),
        new double[0]);
  }

  /** Rows or columns from the first to the last that a kernel reads. */
  private int reach(int kernel, int axis) {
    return Math.addExact(Math.multiplyExact(kernel - 1, dilations.get(axis)), 1);
  }
}
