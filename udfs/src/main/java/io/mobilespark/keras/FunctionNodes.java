// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Function;
import io.mobilespark.tensorflow.GraphDefWriter;
import java.util.List;

/** Writes a function of each value as nodes of TensorFlow. */
final class FunctionNodes {
  private final GraphDefWriter graph;
  private final String name;
  private final String input;

  FunctionNodes(GraphDefWriter graph, String name, String input) {
    this.graph = graph;
    this.name = name;
    this.input = input;
  }

  String write(Function function) {
    return switch (function.elementwise()) {
      case RELU -> graph.relu(name, input);
      case RELU6 -> graph.relu6(name, input);
      case LEAKY_RELU -> graph.leakyRelu(name, input, function.parameter());
      case ELU -> elu(function.parameter());
      case SELU -> graph.operation(name, "Selu", input);
      case SIGMOID -> graph.operation(name, "Sigmoid", input);
      case TANH -> graph.operation(name, "Tanh", input);
      case SOFTPLUS -> graph.operation(name, "Softplus", input);
      case SOFTSIGN -> graph.operation(name, "Softsign", input);
      case EXPONENTIAL -> graph.operation(name, "Exp", input);
      case SWISH ->
          graph.product(name, input, graph.operation(name + "/Sigmoid", "Sigmoid", input));
      case HARD_SWISH -> hardSwish();
      case GELU -> gelu();
      case GELU_TANH -> geluByTanh();
      case LOG_SIGMOID -> {
        String soft = graph.operation(name + "/Softplus", "Softplus", negative("negative", input));
        yield negative("", soft);
      }
      case ABSOLUTE -> graph.operation(name, "Abs", input);
      case SIGN -> graph.operation(name, "Sign", input);
      case SQUARE -> graph.operation(name, "Square", input);
      case SQUARE_ROOT -> graph.operation(name, "Sqrt", input);
      case LOGARITHM -> graph.operation(name, "Log", input);
      case POWER -> graph.operation(name, "Pow", input, scalar("exponent", function.parameter()));
      case MISH -> {
        String soft = graph.operation(name + "/Softplus", "Softplus", input);
        yield graph.product(name, input, graph.operation(name + "/Tanh", "Tanh", soft));
      }
      case AT_MOST -> graph.operation(name, "Minimum", input, bound(function));
      case AT_LEAST -> graph.operation(name, "Maximum", input, bound(function));
    };
  }

  private String bound(Function function) {
    return scalar("bound", function.parameter());
  }

  private String elu(double alpha) {
    if (alpha == 1) {
      return graph.operation(name, "Elu", input);
    }
    String below = graph.operation(name + "/Minimum", "Minimum", input, scalar("zero", 0));
    String bent = graph.operation(name + "/Elu", "Elu", below);
    String scaled = graph.product(name + "/scaled", bent, scalar("alpha", alpha));
    return graph.sum(name, graph.relu(name + "/Relu", input), scaled);
  }

  /** In this order, with its 1/6, it is what TensorFlow makes part of a convolution. */
  private String hardSwish() {
    String shifted = graph.sum(name + "/plus3", scalar("three", 3), input);
    String gate = graph.relu6(name + "/Relu6", shifted);
    String sixth = graph.product(name + "/sixth", scalar("one_sixth", 1 / 6.0), input);
    return graph.product(name, sixth, gate);
  }

  /** {@code x * (1 + erf(x / sqrt(2))) / 2}. */
  private String gelu() {
    String scaled = graph.product(name + "/scaled", input, scalar("root", Math.sqrt(0.5)));
    String erf = graph.operation(name + "/Erf", "Erf", scaled);
    String share = graph.sum(name + "/share", erf, scalar("one", 1));
    String half = graph.product(name + "/half", input, scalar("a_half", 0.5));
    return graph.product(name, half, share);
  }

  /** {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2}. */
  private String geluByTanh() {
    String square = graph.operation(name + "/Square", "Square", input);
    String weighed = graph.product(name + "/weighed", square, scalar("weight", 0.044715));
    String factor = graph.sum(name + "/factor", weighed, scalar("one", 1));
    String cubic = graph.product(name + "/cubic", input, factor);
    String scaled = graph.product(name + "/scaled", cubic, scalar("root", Math.sqrt(2 / Math.PI)));
    String bent = graph.operation(name + "/Tanh", "Tanh", scaled);
    String share = graph.sum(name + "/share", bent, scalar("another_one", 1));
    String half = graph.product(name + "/half", input, scalar("a_half", 0.5));
    return graph.product(name, half, share);
  }

  private String negative(String part, String of) {
    return graph.operation(part.isEmpty() ? name : name + "/" + part, "Neg", of);
  }

  private String scalar(String what, double value) {
    return graph.constant(name + "/" + what, new float[] {(float) value}, List.of());
  }
}
