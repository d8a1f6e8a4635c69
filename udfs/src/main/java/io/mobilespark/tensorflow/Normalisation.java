// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.io.Serializable;
import java.util.List;

/**
 * The map from a preset's samples to what the first convolution sees, applied exactly once, inside
 * the graph, in float32 and in this order: {@code ((x / divisor) - mean[c]) / deviation[c]}. Steps
 * that would change nothing (a divisor or deviation of 1, a mean of 0) are left out, so that the
 * result equals the reference's bit for bit.
 *
 * @param divisor divides the sample, {@code 127.5} for {@code x / 127.5 - 1}; greater than 0
 * @param mean subtracted per channel, red first
 * @param deviation divides per channel, red first; each greater than 0
 */
public record Normalisation(float divisor, List<Float> mean, List<Float> deviation)
    implements Serializable {

  /** Samples go to the network as they are. */
  public static final Normalisation NONE = uniform(1, 0, 1);

  /** {@code x / 127.5 - 1}: 0 to 255 becomes -1 to 1. */
  public static final Normalisation MINUS_ONE_TO_ONE = uniform(127.5f, 1, 1);

  /** Checks the three channels. */
  public Normalisation {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != 3 || deviation.size() != 3) {
      throw new IllegalArgumentException(
          "mean and deviation need 3 channels: " + mean + ", " + deviation);
    }
    if (!(divisor > 0) || deviation.stream().anyMatch(d -> !(d > 0))) {
      throw new IllegalArgumentException(
          "divisor and deviation must be above 0: " + divisor + ", " + deviation);
    }
  }

  /** The same mean and deviation for all channels. */
  public static Normalisation uniform(float divisor, float mean, float deviation) {
    return new Normalisation(
        divisor, List.of(mean, mean, mean), List.of(deviation, deviation, deviation));
  }

  /**
   * Writes it into a graph, step by step.
   *
   * @param name that its nodes begin with
   * @return the last node, or {@code samples} where there is nothing to do
   */
  public String write(GraphDefWriter graph, String name, String samples) {
    String result = samples;
    if (divisor != 1) {
      result = divided(graph, name + "/divide", result, List.of(divisor));
    }
    if (mean.stream().anyMatch(each -> each != 0)) {
      String subtracted = channels(graph, name + "/subtract/mean", mean);
      result = graph.operation(name + "/subtract", "Sub", result, subtracted);
    }
    if (deviation.stream().anyMatch(each -> each != 1)) {
      result = divided(graph, name + "/scale", result, deviation);
    }
    return result;
  }

  private static String divided(
      GraphDefWriter graph, String name, String input, List<Float> divisors) {
    return graph.operation(
        name, "RealDiv", input, channels(graph, name + "/divisor", divisors));
  }

  /** A scalar where all channels agree: broadcasting it is cheaper. */
  private static String channels(GraphDefWriter graph, String name, List<Float> values) {
    boolean uniform = values.stream().distinct().count() == 1;
    float[] array = new float[uniform ? 1 : values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return graph.constant(name, array, uniform ? List.of() : List.of(array.length));
  }
}
