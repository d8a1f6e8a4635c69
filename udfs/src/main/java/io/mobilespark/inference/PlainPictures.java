// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.tensorflow.AffineMap;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ServedModel.Tap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Pictures of one value each, by which a model of others shows what it does to pixels and what its
 * outputs are like.
 *
 * @param input name of the tensor that takes them
 * @param type of a channel of a pixel
 * @param size of a picture
 * @param batch pictures at a time; 0 for any number
 */
record PlainPictures(String input, SampleType type, InputSize size, int batch) {
  /** Of each range of pixels some, and none that a clip of any range would change all of. */
  private static final List<Integer> VALUES = List.of(0, 1, 100, 255);

  private static final double TOLERANCE = 1e-3;

  /**
   * What a model showed.
   *
   * @param outputs of a picture
   * @param scores of each picture
   * @param map what the first convolution sees; empty where that is no affine map
   * @param single whether the scores of a picture are the same beside other pictures
   */
  record Seen(int outputs, List<float[]> scores, Optional<AffineMap> map, boolean single) {
    /** As probabilities of classes do. */
    boolean addUpToOne() {
      return outputs > 1
          && withinZeroAndOne()
          && scores.stream()
              .allMatch(
                  row -> {
                    double sum = 0;
                    for (float value : row) {
                      sum += value;
                    }
                    return Math.abs(sum - 1) < TOLERANCE;
                  });
    }

    /** As probabilities do. */
    boolean withinZeroAndOne() {
      return scores.stream()
          .allMatch(
              row -> {
                for (float value : row) {
                  if (!(value >= 0 && value <= 1)) {
                    return false;
                  }
                }
                return true;
              });
    }
  }

  /** Runs a model on each. */
  Seen seen(GraphSession session, String scores, Optional<Tap> tap) {
    List<String> names = new ArrayList<>(List.of(scores));
    tap.ifPresent(with -> names.add(with.tensor()));
    List<float[]> rows = new ArrayList<>();
    List<double[]> maps = new ArrayList<>();
    try (PixelTensor pictures = allocate()) {
      for (int value : VALUES) {
        fill(pictures, value);
        List<float[]> values = session.run(input, pictures, names);
        rows.add(firstOf(values.get(0)));
        tap.ifPresent(with -> maps.add(channels(firstOf(values.get(1)), with.channelsFirst())));
      }
    }
    return new Seen(rows.get(0).length, rows, map(maps), single(session, scores, rows));
  }

  /** Whether pictures score among others as they did among their like. */
  private boolean single(GraphSession session, String scores, List<float[]> alone) {
    int count = batch == 0 ? VALUES.size() : batch;
    int outputs = alone.get(0).length;
    try (PixelTensor pictures = PixelTensor.allocate(type, count, size.height(), size.width())) {
      for (int picture = 0; picture < count; picture++) {
        fill(pictures, picture, VALUES.get(picture % VALUES.size()));
      }
      float[] together = session.run(input, pictures, List.of(scores)).get(0);
      if (together.length != count * outputs) {
        return false;
      }
      for (int i = 0; i < together.length; i++) {
        float before = alone.get(i / outputs % VALUES.size())[i % outputs];
        if (Math.abs(together[i] - before) > TOLERANCE * Math.max(1, Math.abs(before))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Values of a tensor for a picture. */
  int width(GraphSession session, String tensor) {
    try (PixelTensor pictures = allocate()) {
      fill(pictures, VALUES.get(0));
      return firstOf(session.run(input, pictures, List.of(tensor)).get(0)).length;
    }
  }

  private PixelTensor allocate() {
    return PixelTensor.allocate(type, Math.max(1, batch), size.height(), size.width());
  }

  private void fill(PixelTensor pictures, int value) {
    for (int picture = 0; picture < pictures.pictures(); picture++) {
      fill(pictures, picture, value);
    }
  }

  private void fill(PixelTensor pictures, int picture, int value) {
    if (type == SampleType.UINT8) {
      byte[] bytes = new byte[pictures.samplesPerPicture()];
      Arrays.fill(bytes, (byte) value);
      pictures.write(picture, bytes);
    } else {
      float[] floats = new float[pictures.samplesPerPicture()];
      Arrays.fill(floats, value);
      pictures.write(picture, floats);
    }
  }

  private float[] firstOf(float[] values) {
    int count = Math.max(1, batch);
    if (values.length == 0 || values.length % count != 0) {
      throw new MobileSparkException(
          "The model gives " + values.length + " values for " + count + " pictures");
    }
    return Arrays.copyOf(values, values.length / count);
  }

  /** The usual value of each channel; that of padding is rarer. Empty where there are not three. */
  private static double[] channels(float[] map, boolean channelsFirst) {
    int positions = map.length / 3;
    if (positions == 0 || map.length % 3 != 0) {
      return new double[0];
    }
    double[] usual = new double[3];
    for (int channel = 0; channel < 3; channel++) {
      float[] values = new float[positions];
      for (int i = 0; i < positions; i++) {
        values[i] = channelsFirst ? map[channel * positions + i] : map[3 * i + channel];
      }
      Arrays.sort(values);
      usual[channel] = values[positions / 2];
    }
    return usual;
  }

  /** The line through all points, channel by channel; their mean. */
  private static Optional<AffineMap> map(List<double[]> seen) {
    if (seen.isEmpty() || seen.stream().anyMatch(channels -> channels.length != 3)) {
      return Optional.empty();
    }
    int last = VALUES.size() - 1;
    double scale = 0;
    double offset = 0;
    for (int channel = 0; channel < 3; channel++) {
      double black = seen.get(0)[channel];
      double slope = (seen.get(last)[channel] - black) / (VALUES.get(last) - VALUES.get(0));
      for (int i = 0; i <= last; i++) {
        double wanted = black + slope * VALUES.get(i);
        double tolerance = TOLERANCE * Math.max(Math.abs(slope) * 255, Math.abs(black));
        if (!(Math.abs(seen.get(i)[channel] - wanted) <= tolerance)) {
          return Optional.empty();
        }
      }
      scale += slope / 3;
      offset += black / 3;
    }
    return scale > 0 ? Optional.of(new AffineMap(scale, offset)) : Optional.empty();
  }
}
