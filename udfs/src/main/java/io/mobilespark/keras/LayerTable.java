// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Kind;
import io.mobilespark.keras.Operation.Pairwise;
import java.util.Set;

/** The classes of layers that can be computed: the only list of their names but for operators. */
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

  /** Of Keras 2: operations of TensorFlow as layers. */
  private static final Set<String> LAMBDAS = Set.of("TFOpLambda", "SlicingOpLambda");

  private LayerTable() {}

  /**
   * What a layer does.
   *
   * @throws KerasModelException that names the layer and its place, where its class is none of
   *     those or its settings are not
   */
  static LayerKind kind(KerasLayer layer) {
    if (LAMBDAS.contains(layer.className())) {
      return OperatorTable.kind(layer, layer.config().text("function", ""));
    }
    return isOperator(layer) ? OperatorTable.kind(layer, layer.className()) : named(layer);
  }

  /**
   * Of Keras 3; its HDF5 files leave modules out, but layers say there whether they are trained,
   * all but some dropouts.
   */
  private static boolean isOperator(KerasLayer layer) {
    LayerConfig config = layer.config();
    return layer.module().contains(".ops.")
        || (layer.module().isEmpty()
            && config.version().isThree()
            && !config.has("trainable")
            && !SKIPPED.contains(layer.className()));
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
      case "Cropping2D" -> CroppingLayer.of(config);
      case "GlobalAveragePooling2D", "GlobalAvgPool2D" -> GlobalPoolingLayer.of(Kind.MEAN, config);
      case "GlobalMaxPooling2D", "GlobalMaxPool2D" -> GlobalPoolingLayer.of(Kind.MAXIMUM, config);
      case "AveragePooling2D", "AvgPool2D" -> PoolingLayer.of(Kind.MEAN, config);
      case "MaxPooling2D", "MaxPool2D" -> PoolingLayer.of(Kind.MAXIMUM, config);
      case "Flatten" -> new FlattenLayer();
      case "Reshape" -> ReshapeLayer.of(config);
      case "Activation" -> new ActivationLayer(ActivationFunction.of(config));
      case "ReLU" -> ReluLayer.of(config);
      case "ThresholdedReLU" -> ReluLayer.thresholded(config);
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

  /** Refuses a layer, or what one of operations computes. */
  static KerasModelException unknown(KerasLayer layer, String function) {
    boolean lambda = layer.className().equals("Lambda");
    boolean named = function.isEmpty() || function.equals(layer.className());
    return new KerasModelException(
        layer.place()
            + (named ? "" : " of '" + function + "'")
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
