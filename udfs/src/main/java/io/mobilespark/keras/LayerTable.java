package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Operation.Kind;
import io.mobilespark.keras.Operation.Pairwise;
import java.util.Set;

/** The classes of layers that can be computed: the only list of their names. */
final class LayerTable {
  private static final Set<String> SKIPPED =
      Set.of(
          "Dropout",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D",
          "AlphaDropout",
          "GaussianDropout",
          "GaussianNoise",
          "ActivityRegularization",
          "Identity",
          "AugMix",
          "CutMix",
          "MixUp",
          "RandAugment",
          "RandomBrightness",
          "RandomColorDegeneration",
          "RandomColorJitter",
          "RandomContrast",
          "RandomElasticTransform",
          "RandomErasing",
          "RandomFlip",
          "RandomGaussianBlur",
          "RandomGrayscale",
          "RandomHeight",
          "RandomHue",
          "RandomInvert",
          "RandomPerspective",
          "RandomPosterization",
          "RandomRotation",
          "RandomSaturation",
          "RandomSharpness",
          "RandomShear",
          "RandomTranslation",
          "RandomWidth",
          "RandomZoom");

  private LayerTable() {}

  /**
   * What a layer does.
   *
   * @throws KerasModelException that names the layer and its place, where its class is none of
   *     those or its settings are not
   */
  static LayerKind kind(KerasLayer layer) {
    if (layer.className().equals("TFOpLambda")) {
      return operator(layer, layer.config().text("function", ""));
    }
    return isOperator(layer) ? operator(layer, layer.className()) : named(layer);
  }

  /** Of Keras 3; its HDF5 files leave modules out, but operators have no settings of a layer. */
  private static boolean isOperator(KerasLayer layer) {
    LayerConfig config = layer.config();
    return layer.module().contains(".ops.")
        || (layer.module().isEmpty()
            && config.version().isThree()
            && !config.has("trainable")
            && !config.has("dtype"));
  }

  private static LayerKind named(KerasLayer layer) {
    LayerConfig config = layer.config();
    if (SKIPPED.contains(layer.className())) {
      return new Skipped();
    }
    return switch (layer.className()) {
      case "Rescaling" -> RescalingLayer.of(config);
      case "Normalization" -> NormalizationLayer.of(config);
      case "Resizing" -> ResizingLayer.of(config);
      case "CenterCrop" -> CenterCropLayer.of(config);
      case "RandomCrop" -> RandomCropLayer.of(config);
      case "BatchNormalization", "SyncBatchNormalization" -> BatchNormLayer.of(config);
      case "Dense" -> DenseLayer.of(config);
      case "Conv2D", "Convolution2D" -> ConvolutionLayer.of(config);
      case "DepthwiseConv2D" -> DepthwiseLayer.of(config);
      case "SeparableConv2D", "SeparableConvolution2D" -> SeparableLayer.of(config);
      case "ZeroPadding2D" -> ZeroPaddingLayer.of(config);
      case "GlobalAveragePooling2D", "GlobalAvgPool2D" -> GlobalPoolingLayer.of(Kind.MEAN, config);
      case "GlobalMaxPooling2D", "GlobalMaxPool2D" -> GlobalPoolingLayer.of(Kind.MAXIMUM, config);
      case "AveragePooling2D", "AvgPool2D" -> PoolingLayer.of(Kind.MEAN, config);
      case "MaxPooling2D", "MaxPool2D" -> PoolingLayer.of(Kind.MAXIMUM, config);
      case "Flatten" -> new FlattenLayer();
      case "Reshape" -> ReshapeLayer.of(config);
      case "Activation" -> new ActivationLayer(ActivationFunction.of(config));
      case "ReLU" -> ReluLayer.of(config);
      case "LeakyReLU" -> ReluLayer.leaky(config);
      case "PReLU" -> PreluLayer.of(config);
      case "ELU" -> EluLayer.of(config);
      case "Softmax" -> new SoftmaxLayer();
      case "Concatenate" -> ConcatenateLayer.of(config);
      case "Add" -> new MergeLayer(Pairwise.SUM, false);
      case "Subtract" -> new MergeLayer(Pairwise.DIFFERENCE, false);
      case "Multiply" -> new MergeLayer(Pairwise.PRODUCT, false);
      case "Average" -> new MergeLayer(Pairwise.SUM, true);
      case "Maximum" -> new MergeLayer(Pairwise.MAXIMUM, false);
      case "Minimum" -> new MergeLayer(Pairwise.MINIMUM, false);
      default -> throw unknown(layer, "");
    };
  }

  /** Operators between tensors and numbers, which Keras saves as layers. */
  private static LayerKind operator(KerasLayer layer, String function) {
    return switch (function) {
      case "Add", "math.add", "__operators__.add" -> new ArithmeticLayer(Pairwise.SUM);
      case "Subtract", "math.subtract", "__operators__.sub" ->
          new ArithmeticLayer(Pairwise.DIFFERENCE);
      case "Multiply", "math.multiply", "__operators__.mul" ->
          new ArithmeticLayer(Pairwise.PRODUCT);
      case "TrueDivide", "Divide", "math.truediv", "math.divide", "__operators__.truediv" ->
          new ArithmeticLayer(Pairwise.QUOTIENT);
      case "Maximum", "math.maximum" -> new ArithmeticLayer(Pairwise.MAXIMUM);
      case "Minimum", "math.minimum" -> new ArithmeticLayer(Pairwise.MINIMUM);
      case "Negative", "math.negative" -> site -> site.affine(site.input(), -1, 0);
      case "Cast", "cast" -> new CastLayer();
      case "Relu", "nn.relu" -> elementwise(Elementwise.RELU);
      case "Relu6", "nn.relu6" -> elementwise(Elementwise.RELU6);
      case "Sigmoid", "math.sigmoid", "nn.sigmoid" -> elementwise(Elementwise.SIGMOID);
      case "Tanh", "math.tanh", "nn.tanh" -> elementwise(Elementwise.TANH);
      case "Silu", "nn.silu", "nn.swish" -> elementwise(Elementwise.SWISH);
      case "HardSilu" -> elementwise(Elementwise.HARD_SWISH);
      case "Softmax", "nn.softmax" -> new SoftmaxLayer();
      default -> throw unknown(layer, function.isEmpty() ? "" : " of '" + function + "'");
    };
  }

  private static LayerKind elementwise(Elementwise elementwise) {
    return site -> site.function(site.input(), elementwise);
  }

  private static KerasModelException unknown(KerasLayer layer, String function) {
    boolean lambda = layer.className().equals("Lambda");
    return new KerasModelException(
        layer.place()
            + function
            + (lambda
                ? " holds code of its own, which is never run"
                : " is of a class that cannot be computed from a file")
            + "; replace it by layers of Keras such as Rescaling, or export the whole as a"
            + " SavedModel: model.export(\"folder\")");
  }

  /** Whether a layer computes in training what it does not in inference. */
  static boolean differsInTraining(KerasLayer layer) {
    return layer.model().isPresent()
        || SKIPPED.contains(layer.className())
        || layer.className().endsWith("BatchNormalization");
  }
}
