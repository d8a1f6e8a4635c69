// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The values of a head's four tensors, row by row, in the order of {@link HeadShape#tensors()}.
 *
 * @param shape their widths
 * @param tensors not to be written to
 */
public record HeadWeights(HeadShape shape, List<float[]> tensors) implements Serializable {
  /** Checks the sizes. */
  public HeadWeights {
    tensors = List.copyOf(tensors);
    List<Integer> found = tensors.stream().map(values -> values.length).toList();
    List<Integer> wanted = shape.tensors().stream().map(HeadShape::size).toList();
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has tensors of %s values, found %s", shape, wanted, found));
    }
  }

  /** All zero. */
  public static HeadWeights zeros(HeadShape shape) {
    return new HeadWeights(
        shape, shape.tensors().stream().map(each -> new float[HeadShape.size(each)]).toList());
  }

  /**
   * Where training begins, the same for the same seed on every machine: biases of zero and kernels
   * drawn evenly from ±sqrt(6 / (inputs + outputs)), which is Keras's default for a dense layer
   * (Glorot and Bengio 2010, formula 16). Values are drawn row by row, the hidden layer's first, as
   * {@code (2u - 1) * limit} in double precision, u being {@link SplittableRandom#nextDouble()}.
   */
  public static HeadWeights glorotUniform(HeadShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HeadWeights weights = zeros(shape);
    draw(random, weights.tensors.get(0), shape.inputs() + shape.hidden());
    draw(random, weights.tensors.get(2), shape.hidden() + shape.classes());
    return weights;
  }

  /**
   * Where a job begins: the hidden layer as {@link #glorotUniform} draws it, and a classifier of
   * zeros, for which all classes are alike. What it would be drawn would stay in it as noise where
   * pictures are few.
   */
  public static HeadWeights undecided(HeadShape shape, long seed) {
    HeadWeights weights = zeros(shape);
    draw(new SplittableRandom(seed), weights.tensors.get(0), shape.inputs() + shape.hidden());
    return weights;
  }

  private static void draw(SplittableRandom random, float[] kernel, int inputsAndOutputs) {
    double limit = Math.sqrt(6.0 / inputsAndOutputs);
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }

  /**
   * Weights from bytes as {@link #toBytes()} gives them.
   *
   * @throws IllegalArgumentException when there are more or fewer
   */
  public static HeadWeights ofBytes(HeadShape shape, byte[] bytes) {
    if (bytes.length != (long) shape.parameters() * Float.BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d bytes of weights, found %d",
              shape,
              (long) shape.parameters() * Float.BYTES,
              bytes.length));
    }
    HeadWeights weights = zeros(shape);
    FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    weights.tensors.forEach(values::get);
    return weights;
  }

  /** All values as little-endian float32, tensor after tensor, row by row. */
  public byte[] toBytes() {
    byte[] bytes = new byte[Math.multiplyExact(shape.parameters(), Float.BYTES)];
    FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    tensors.forEach(values::put);
    return bytes;
  }

  /** Values of the hidden layer's kernel {@code [inputs, hidden]}. */
  public float[] hiddenKernel() {
    return tensors.get(0);
  }

  /** Values of the hidden layer's bias. */
  public float[] hiddenBias() {
    return tensors.get(1);
  }

  /** Values of the classifier's kernel {@code [hidden, classes]}. */
  public float[] kernel() {
    return tensors.get(2);
  }

  /** Values of the classifier's bias. */
  public float[] bias() {
    return tensors.get(3);
  }

  /**
   * Writes the head into a graph.
   *
   * @param name that its nodes begin with
   * @param features the node that gives them, {@code [n, inputs]}
   * @return the node that gives logits, {@code [n, classes]}
   */
  public String write(GraphDefWriter graph, String name, String features) {
    String scaled =
        shape.scale() == FeatureScale.ROOT ? graph.signedRoot(name + "/root", features) : features;
    String hidden = dense(graph, name + "/hidden", scaled, hiddenKernel(), hiddenBias());
    String active = graph.relu(name + "/hidden/Relu", hidden);
    return dense(graph, name + "/classes", active, kernel(), bias());
  }

  private static String dense(
      GraphDefWriter graph, String name, String input, float[] kernel, float[] bias) {
    int units = bias.length;
    String values = graph.constant(name + "/kernel", kernel, List.of(kernel.length / units, units));
    String product = graph.matrixProduct(name + "/MatMul", input, values);
    return graph.biasAdd(
        name + "/BiasAdd", product, graph.constant(name + "/bias", bias, List.of(units)));
  }

  /** Whether no value is infinite or not a number. */
  public boolean isFinite() {
    for (float[] values : tensors) {
      for (float value : values) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** By values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HeadWeights weights
        && shape.equals(weights.shape)
        && Arrays.deepEquals(tensors.toArray(), weights.tensors.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(tensors.toArray());
  }

  @Override
  public String toString() {
    return "weights of " + shape;
  }
}
