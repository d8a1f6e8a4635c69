// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The shape of a tensor for one picture: {@code [height, width, channels]} of a map, {@code
 * [values]} of a vector.
 *
 * @param sides each at least 1
 */
record TensorShape(List<Integer> sides) {
  /** More than any map of any MobileNet has for any picture that is read. */
  static final int MOST_VALUES = 1 << 28;

  private static final int MOST_SIDES = 6;

  TensorShape {
    sides = List.copyOf(sides);
    long size = 1;
    for (int side : sides) {
      size = side < 1 ? Long.MAX_VALUE : Math.min(size * side, Long.MAX_VALUE / MOST_VALUES);
    }
    if (sides.isEmpty() || size > MOST_VALUES || sides.size() > MOST_SIDES) {
      throw new KerasModelException(
          String.format(
              Locale.ROOT, "a tensor of shape %s, wanted 1 to %,d values", sides, MOST_VALUES));
    }
  }

  static TensorShape of(Integer... sides) {
    return new TensorShape(List.of(sides));
  }

  int rank() {
    return sides.size();
  }

  boolean isMap() {
    return rank() == 3;
  }

  int height() {
    return sides.get(0);
  }

  int width() {
    return sides.get(1);
  }

  /** The last side. */
  int channels() {
    return sides.get(rank() - 1);
  }

  /** Whether an axis of Keras, which counts the batch or from the end, is the last one. */
  boolean isLast(int axis) {
    return axis == -1 || axis == rank();
  }

  int size() {
    return sides.stream().reduce(1, (a, b) -> a * b);
  }

  @Override
  public String toString() {
    return sides.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
