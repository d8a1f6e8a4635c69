// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Pairwise;
import io.mobilespark.keras.Trace.Value;
import java.util.Arrays;

/** An operator between a tensor and numbers, or between two tensors. */
record ArithmeticLayer(Pairwise pairwise) implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    Argument left = operand(site, 0, "x1", "x", "value");
    Argument right = operand(site, 1, "x2", "y", "bias");
    if (left instanceof Argument.Tensor a && right instanceof Argument.Tensor b) {
      return Merging.of(site, pairwise, site.value(a), site.value(b));
    }
    if (left instanceof Argument.Tensor tensor && right instanceof Argument.Constant constant) {
      return behind(site, site.value(tensor), site.numbers(constant));
    }
    if (left instanceof Argument.Constant constant && right instanceof Argument.Tensor tensor) {
      return before(site, site.numbers(constant), site.value(tensor));
    }
    throw site.refused("is called with no tensor");
  }

  private static Argument operand(LayerSite site, int place, String... names) {
    return site.argument(place, names)
        .orElseThrow(() -> site.refused("is called with one operand"));
  }

  /** {@code x op c}. */
  private Value behind(LayerSite site, Value x, double[] numbers) {
    double[] ones = filled(numbers.length, 1);
    double[] zeros = filled(numbers.length, 0);
    return switch (pairwise) {
      case SUM -> site.affine(x, ones, numbers);
      case DIFFERENCE -> site.affine(x, ones, negated(numbers));
      case PRODUCT -> site.affine(x, numbers, zeros);
      case QUOTIENT -> site.affine(x, inverted(numbers), zeros);
      case MAXIMUM -> site.function(x, Operation.Elementwise.AT_LEAST, single(site, numbers));
      case MINIMUM -> site.function(x, Operation.Elementwise.AT_MOST, single(site, numbers));
    };
  }

  /** {@code c op x}. */
  private Value before(LayerSite site, double[] numbers, Value x) {
    return switch (pairwise) {
      case SUM, PRODUCT, MAXIMUM, MINIMUM -> behind(site, x, numbers);
      case DIFFERENCE -> site.affine(x, filled(numbers.length, -1), numbers);
      case QUOTIENT -> throw site.refused("divides numbers by a tensor");
    };
  }

  private static double single(LayerSite site, double[] numbers) {
    if (numbers.length != 1) {
      throw site.refused("compares with several numbers");
    }
    return numbers[0];
  }

  private static double[] filled(int length, double value) {
    double[] filled = new double[length];
    Arrays.fill(filled, value);
    return filled;
  }

  private static double[] negated(double[] numbers) {
    return Arrays.stream(numbers).map(each -> 0 - each).toArray();
  }

  private static double[] inverted(double[] numbers) {
    return Arrays.stream(numbers).map(each -> 1 / each).toArray();
  }
}
