// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.identity.ModelId;
import io.mobilespark.identity.NetworkId;
import java.io.Serializable;
import java.util.Locale;

/**
 * Which network: everything that decides its layers.
 *
 * @param family the architecture
 * @param alpha the width multiplier, above 0
 * @param height of the input in pixels, at least 32
 * @param width of the input in pixels, at least 32
 * @param classes outputs of the classifier, at least 1
 * @param minimalistic the V3 form without squeeze-and-excitation, hard swish and 5x5 kernels
 */
public record ModelSpec(
    ModelFamily family, double alpha, int height, int width, int classes, boolean minimalistic)
    implements Serializable {

  /** The least side that all strides together leave a pixel of; Keras's bound too. */
  public static final int MINIMUM_SIDE = 32;

  /** Classes of ImageNet. */
  public static final int IMAGENET_CLASSES = 1000;

  /** Checks each setting. */
  public ModelSpec {
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new MobileSparkException("alpha must be a number above 0, found " + alpha);
    }
    if (height < MINIMUM_SIDE || width < MINIMUM_SIDE) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "input must be at least %dx%d pixels, found %dx%d",
              MINIMUM_SIDE,
              MINIMUM_SIDE,
              height,
              width));
    }
    if (classes < 1) {
      throw new MobileSparkException("a model needs at least 1 class, found " + classes);
    }
    if (minimalistic && !family.hasMinimalistic()) {
      throw new MobileSparkException(family.id() + " has no minimalistic form, only V3 has");
    }
  }

  /** A square network for the 1,000 ImageNet classes. */
  public static ModelSpec imagenet(ModelName name, double alpha, int resolution) {
    return imagenet(name, alpha, InputSize.square(resolution));
  }

  /** A network for the 1,000 ImageNet classes. */
  public static ModelSpec imagenet(ModelName name, double alpha, InputSize resolution) {
    return new ModelSpec(
        name.family(),
        alpha,
        resolution.height(),
        resolution.width(),
        IMAGENET_CLASSES,
        name.minimalistic());
  }

  /** The same network with another number of classes. */
  public ModelSpec withClasses(int count) {
    return new ModelSpec(family, alpha, height, width, count, minimalistic);
  }

  /** Family and form. */
  public ModelName name() {
    return new ModelName(family, minimalistic);
  }

  /** What the network is called. */
  public NetworkId id() {
    return new NetworkId(name().toString(), alpha, new InputSize(height, width));
  }

  /** What the network is called with these weights, of which the SHA-256 is given. */
  public ModelId id(String weightsSha256) {
    return ModelId.of(id(), weightsSha256);
  }

  /** For people: {@code mobilenet_v2 alpha 0.5 224x224}. */
  public String summary() {
    return String.format(Locale.ROOT, "%s alpha %s %dx%d", name(), alpha, height, width);
  }
}
