// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Affine;
import io.mobilespark.keras.Operation.Convolution;
import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Operation.Function;
import io.mobilespark.keras.Operation.Pad;
import io.mobilespark.keras.Operation.Pairwise;
import io.mobilespark.keras.Operation.Product;
import io.mobilespark.keras.Tracer.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A trace that computes the same with less: what nobody reads is gone, batch norms are part of the
 * kernels before them, zeros around a map part of the convolution behind them, and hard swishes one
 * node. Sums are folded in double precision and rounded once.
 */
final class Simplified {
  private static final double SIXTH = 1 / 6.0;

  private final List<TracedNode> old;
  private final int[] readers;
  private final List<TracedNode> nodes = new ArrayList<>();
  private final int[] places;

  private Simplified(Traced traced) {
    this.old = traced.nodes();
    this.readers = readers(traced);
    this.places = new int[old.size()];
  }

  static Traced of(Traced traced) {
    Simplified result = new Simplified(traced);
    for (int i = 0; i < result.old.size(); i++) {
      // The input stays, read or not.
      if (i == 0 || result.readers[i] > 0) {
        result.add(i);
      }
    }
    // What was folded has been left behind, read by nobody.
    return swept(new Traced(result.nodes, result.places[traced.output()]));
  }

  /** How many read each node, what nobody reads not counted; one reads the output. */
  private static int[] readers(Traced traced) {
    int[] readers = new int[traced.nodes().size()];
    readers[traced.output()]++;
    for (int i = readers.length - 1; i >= 0; i--) {
      if (readers[i] > 0) {
        traced.nodes().get(i).inputs().forEach(input -> readers[input]++);
      }
    }
    return readers;
  }

  private static Traced swept(Traced traced) {
    int[] readers = readers(traced);
    int[] places = new int[readers.length];
    List<TracedNode> kept = new ArrayList<>();
    for (int i = 0; i < readers.length; i++) {
      if (i == 0 || readers[i] > 0) {
        places[i] = kept.size();
        TracedNode node = traced.nodes().get(i);
        kept.add(node.from(node.inputs().stream().map(input -> places[input]).toList()));
      }
    }
    return new Traced(kept, places[traced.output()]);
  }

  private void add(int index) {
    TracedNode node = old.get(index);
    List<Integer> inputs = node.inputs().stream().map(input -> places[input]).toList();
    TracedNode moved = node.from(inputs);
    boolean alone = inputs.size() == 1 && readers[node.inputs().get(0)] == 1;
    TracedNode before = inputs.isEmpty() ? node : nodes.get(inputs.get(0));
    if (moved.operation() instanceof Affine affine) {
      Optional<Operation> folded =
          alone ? folded(before.operation(), affine, node.shape().channels()) : Optional.empty();
      if (folded.isPresent()) {
        moved = new TracedNode(before.layer(), folded.get(), before.inputs(), node.shape());
      }
    } else if (moved.operation() instanceof Convolution convolution
        && before.operation() instanceof Pad pad
        && alone
        && isSame(pad, convolution, nodes.get(before.inputs().get(0)).shape())) {
      moved = moved.with(padded(convolution)).from(before.inputs());
    } else if (moved.operation() instanceof Operation.Binary binary
        && binary.pairwise() == Pairwise.PRODUCT) {
      moved = swish(moved).orElse(moved);
    }
    places[index] = nodes.size();
    nodes.add(moved);
  }

  /** An affine map behind an operation, as one; none where the operation cannot take it in. */
  private static Optional<Operation> folded(Operation before, Affine affine, int channels) {
    if (before instanceof Affine first) {
      return Optional.of(composed(first, affine));
    }
    if (before instanceof Convolution convolution) {
      return Optional.of(
          new Convolution(
              scaled(convolution.kernel(), affine, channels),
              convolution.shape(),
              convolution.depthwise(),
              convolution.window(),
              bias(convolution.bias(), affine, channels)));
    }
    if (before instanceof Product product) {
      return Optional.of(
          new Product(
              scaled(product.kernel(), affine, channels),
              product.units(),
              bias(product.bias(), affine, channels)));
    }
    return Optional.empty();
  }

  static Affine composed(Affine first, Affine second) {
    int length =
        Math.max(
            Math.max(first.scale().length, first.offset().length),
            Math.max(second.scale().length, second.offset().length));
    double[] scale = new double[length];
    double[] offset = new double[length];
    for (int c = 0; c < length; c++) {
      scale[c] = at(first.scale(), c) * at(second.scale(), c);
      offset[c] = at(first.offset(), c) * at(second.scale(), c) + at(second.offset(), c);
    }
    return new Affine(scale, offset);
  }

  private static float[] scaled(float[] kernel, Affine affine, int channels) {
    float[] scaled = new float[kernel.length];
    for (int i = 0; i < kernel.length; i++) {
      scaled[i] = (float) (kernel[i] * at(affine.scale(), i % channels));
    }
    return scaled;
  }

  private static double[] bias(double[] before, Affine affine, int channels) {
    double[] bias = new double[channels];
    for (int c = 0; c < channels; c++) {
      double own = before.length == 0 ? 0 : before[c];
      bias[c] = own * at(affine.scale(), c) + at(affine.offset(), c);
    }
    return bias;
  }

  static double at(double[] values, int channel) {
    return values[values.length == 1 ? 0 : channel];
  }

  /** Whether zeros are those that TensorFlow's SAME puts there itself. */
  private static boolean isSame(Pad pad, Convolution convolution, TensorShape unpadded) {
    Window window = convolution.window();
    if (window.same() || !window.dilations().equals(List.of(1, 1))) {
      return false;
    }
    int[] ends = {pad.top(), pad.bottom(), pad.left(), pad.right()};
    for (int axis = 0; axis < 2; axis++) {
      int side = unpadded.sides().get(axis);
      int stride = window.strides().get(axis);
      int kernel = convolution.shape().get(axis);
      int total = Math.max(0, ((side + stride - 1) / stride - 1) * stride + kernel - side);
      if (ends[2 * axis] != total / 2 || ends[2 * axis + 1] != total - total / 2) {
        return false;
      }
    }
    return true;
  }

  private static Convolution padded(Convolution convolution) {
    Window window = convolution.window();
    return new Convolution(
        convolution.kernel(),
        convolution.shape(),
        convolution.depthwise(),
        new Window(window.strides(), window.dilations(), true),
        convolution.bias());
  }

  /** {@code x * (relu6(x + 3) / 6)}, from the product back. */
  private Optional<TracedNode> swish(TracedNode product) {
    for (int side = 0; side < 2; side++) {
      int x = product.inputs().get(side);
      TracedNode sixth = nodes.get(product.inputs().get(1 - side));
      if (!isAffine(sixth, SIXTH, 0)) {
        continue;
      }
      TracedNode gate = nodes.get(sixth.inputs().get(0));
      boolean clipped =
          gate.operation() instanceof Function function
              && function.elementwise() == Elementwise.RELU6;
      if (clipped) {
        TracedNode shifted = nodes.get(gate.inputs().get(0));
        if (isAffine(shifted, 1, 3) && shifted.inputs().equals(List.of(x))) {
          return Optional.of(
              new TracedNode(
                  product.layer(),
                  Function.of(Elementwise.HARD_SWISH),
                  List.of(x),
                  product.shape()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAffine(TracedNode node, double scale, double offset) {
    return node.operation() instanceof Affine affine
        && affine.scale().length == 1
        && affine.offset().length == 1
        && Math.abs(affine.scale()[0] - scale) < 1e-7
        && affine.offset()[0] == offset;
  }
}
