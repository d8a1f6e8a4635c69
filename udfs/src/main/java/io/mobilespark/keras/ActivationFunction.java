// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Trace.Value;
import java.util.List;
import java.util.Optional;

/**
 * What follows a sum: a function that Keras has a name for, or a layer without weights.
 *
 * @param name of the function; of no meaning where there is a layer
 * @param layer in its place
 */
record ActivationFunction(String name, Optional<KerasLayer> layer) {
  private static final String KEY = "activation";
  private static final double LEAK = 0.2;

  static ActivationFunction of(LayerConfig config) {
    JsonNode json = config.at(KEY);
    if (!config.has(KEY)) {
      return new ActivationFunction("linear", Optional.empty());
    }
    if (json.isTextual()) {
      return new ActivationFunction(json.asText(), Optional.empty());
    }
    String className = json.path("class_name").asText();
    if (className.equals("function") && json.path("config").isTextual()) {
      return new ActivationFunction(json.path("config").asText(), Optional.empty());
    }
    KerasLayer inner =
        new KerasLayer(
            KEY,
            ModelConfig.className(json),
            "",
            config.place(),
            "",
            new LayerConfig(
                "activation '" + className + "' of " + config.place(),
                json.path("config"),
                config.version()),
            List.of(),
            Optional.empty());
    return new ActivationFunction("", Optional.of(inner));
  }

  Value trace(LayerSite site, Value sum) {
    if (layer.isPresent()) {
      LayerKind kind = LayerTable.kind(layer.get());
      if (!kind.weights().isEmpty()) {
        throw site.refused("has an activation with weights of its own; put it behind as a layer");
      }
      return kind.trace(site.within(layer.get(), sum));
    }
    return switch (name) {
      case "linear" -> sum;
      case "relu" -> site.function(sum, Elementwise.RELU);
      case "relu6" -> site.function(sum, Elementwise.RELU6);
      case "leaky_relu" -> site.function(sum, Elementwise.LEAKY_RELU, LEAK);
      case "elu" -> site.function(sum, Elementwise.ELU, 1);
      case "selu" -> site.function(sum, Elementwise.SELU);
      case "sigmoid" -> site.function(sum, Elementwise.SIGMOID);
      case "tanh" -> site.function(sum, Elementwise.TANH);
      case "softplus" -> site.function(sum, Elementwise.SOFTPLUS);
      case "softsign" -> site.function(sum, Elementwise.SOFTSIGN);
      case "exponential" -> site.function(sum, Elementwise.EXPONENTIAL);
      case "swish", "silu" -> site.function(sum, Elementwise.SWISH);
      case "hard_swish", "hard_silu" -> site.function(sum, Elementwise.HARD_SWISH);
      case "gelu" -> site.function(sum, Elementwise.GELU);
      case "mish" -> site.function(sum, Elementwise.MISH);
      case "hard_sigmoid" -> hardSigmoid(site, sum);
      case "log_sigmoid" -> site.function(sum, Elementwise.LOG_SIGMOID);
      case "hard_tanh" -> clipped(site, sum, -1, 1);
      case "celu" -> site.function(sum, Elementwise.ELU, 1);
      case "log_softmax" -> site.add(new Operation.LogSoftmax(), sum.shape(), sum);
      case "softmax" -> site.add(new Operation.Softmax(), sum.shape(), sum);
      default ->
          throw site.config()
              .wrong(
                  KEY,
                  "one of linear, relu, relu6, leaky_relu, elu, selu, sigmoid, tanh, softplus,"
                      + " softsign, exponential, silu, hard_silu, gelu, mish, hard_sigmoid,"
                      + " log_sigmoid, hard_tanh, celu, log_softmax and softmax");
    };
  }

  /** Keras 3's is {@code relu6(x + 3) / 6}; Keras 2's was {@code clip(0.2 * x + 0.5, 0, 1)}. */
  static Value hardSigmoid(LayerSite site, Value sum) {
    if (site.config().version().isThree()) {
      Value clipped = site.function(site.affine(sum, 1, 3), Elementwise.RELU6);
      return site.affine(clipped, 1 / 6.0, 0);
    }
    Value positive = site.function(site.affine(sum, 0.2, 0.5), Elementwise.RELU);
    return site.function(positive, Elementwise.AT_MOST, 1);
  }

  private static Value clipped(LayerSite site, Value sum, double least, double most) {
    Value clipped = site.function(sum, Elementwise.AT_LEAST, least);
    return site.function(clipped, Elementwise.AT_MOST, most);
  }
}
