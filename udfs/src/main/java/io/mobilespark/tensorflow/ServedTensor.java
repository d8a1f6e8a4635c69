// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * An input or output of a signature.
 *
 * @param key what the signature calls it
 * @param tensor what the graph calls it, such as {@code StatefulPartitionedCall:0}
 * @param type of one value, such as {@code float32} or {@code uint8}
 * @param rankKnown whether the number of sides is known; a shape of unknown rank has no sides
 * @param shape the sides, -1 for one that varies
 */
public record ServedTensor(
    String key, String tensor, String type, boolean rankKnown, List<Long> shape)
    implements Serializable {

  /** Takes the shape. */
  public ServedTensor {
    shape = List.copyOf(shape);
  }

  /** A tensor of known rank. */
  public static ServedTensor of(String key, String tensor, String type, List<Long> shape) {
    return new ServedTensor(key, tensor, type, true, shape);
  }

  /**
   * Checks that a batch of values fits in, or comes out: same type, and no two sides that are both
   * known and differ.
   *
   * @throws MobileSparkException that says both types or both shapes
   */
  public void require(String wantedType, List<Long> wantedShape) {
    boolean fits = type.equals(wantedType) && shapeFits(wantedShape);
    if (!fits) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "tensor '%s' (%s) is %s %s, wanted %s %s",
              key,
              tensor,
              type,
              shapeText(),
              wantedType,
              wantedShape));
    }
  }

  /**
   * The type of samples that it takes.
   *
   * @throws MobileSparkException when they are neither bytes nor floats
   */
  public SampleType sampleType() {
    return switch (type) {
      case "uint8" -> SampleType.UINT8;
      case "float32" -> SampleType.FLOAT32;
      default ->
          throw new MobileSparkException(
              String.format(
                  Locale.ROOT,
                  "tensor '%s' (%s) is %s %s, wanted uint8 or float32 pixels",
                  key,
                  tensor,
                  type,
                  shapeText()));
    };
  }

  private boolean shapeFits(List<Long> wanted) {
    if (!rankKnown) {
      return true;
    }
    if (shape.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (shape.get(i) >= 0 && wanted.get(i) >= 0 && !shape.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private String shapeText() {
    return rankKnown ? shape.toString() : "of unknown rank";
  }
}
