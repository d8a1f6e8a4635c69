// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.SampleType;

/**
 * A named, exact way from decoded pixels to a network's input. Two halves: a {@link Resampler}
 * gives samples, and a {@link Normalisation}, applied once, inside the graph, makes of them what
 * the first convolution sees. {@link Presets} has all of them.
 */
public final class Preset {
  private final String name;
  private final String definition;
  private final SampleType sampleType;
  private final Normalisation normalisation;
  private final float white;
  private final Resampling resampling;
  private final Decoding decoding;

  Preset(
      String name,
      String definition,
      SampleType sampleType,
      Normalisation normalisation,
      Resampling resampling) {
    this(name, definition, sampleType, normalisation, 255, resampling);
  }

  /**
   * A preset.
   *
   * @param white the sample of a white pixel; that of a black one is 0
   */
  Preset(
      String name,
      String definition,
      SampleType sampleType,
      Normalisation normalisation,
      float white,
      Resampling resampling) {
    this.name = name;
    this.definition = definition;
    this.sampleType = sampleType;
    this.normalisation = normalisation;
    this.white = white;
    this.resampling = resampling;
    this.decoding = Decoding.PLAIN;
  }

  private Preset(Preset plain, Decoding decoding) {
    this.name = plain.baseName() + decoding.suffix();
    this.definition = plain.definition;
    this.sampleType = plain.sampleType;
    this.normalisation = plain.normalisation;
    this.white = plain.white;
    this.resampling = plain.resampling;
    this.decoding = decoding;
  }

  /** The same steps on pictures that are decoded in another way. */
  public Preset of(Decoding other) {
    return new Preset(this, other);
  }

  /** How its pictures are decoded. */
  public Decoding decoding() {
    return decoding;
  }

  /** The name without what it says of decoding: that of its steps. */
  public String baseName() {
    return name.substring(0, name.length() - decoding.suffix().length());
  }

  /** The name on the command line and in the output. */
  public String name() {
    return name;
  }

  /** One paragraph: every step, and who published accuracies with it. */
  public String definition() {
    return definition;
  }

  /** The kind of samples its resamplers give: {@link ByteSamples} or {@link FloatSamples}. */
  public SampleType sampleType() {
    return sampleType;
  }

  /** From samples to the network's input. */
  public Normalisation normalisation() {
    return normalisation;
  }

  /** From pixels of 0 to 255, whatever samples are, to the network's input. */
  public Normalisation pixelNormalisation() {
    return new Normalisation(
        normalisation.divisor() * (255f / white), normalisation.mean(), normalisation.deviation());
  }

  /** From pixels of 0 to 255 to what a model of a range wants, as {@link #normalisation} does. */
  public Normalisation pixelNormalisation(InputRange range) {
    return switch (range) {
      case PIXELS -> Normalisation.NONE;
      case UNIT -> Normalisation.uniform(255, 0, 1);
      case SYMMETRIC -> pixelNormalisation();
    };
  }

  /**
   * From samples to what a model of a range wants: one of {@link InputRange#SYMMETRIC} leaves
   * normalisation to the preset, the others do it themselves, whatever the preset says.
   */
  public Normalisation normalisation(InputRange range) {
    return switch (range) {
      case PIXELS -> Normalisation.uniform(white / 255, 0, 1);
      case UNIT -> Normalisation.uniform(white, 0, 1);
      case SYMMETRIC -> normalisation;
    };
  }

  /**
   * A new resampler for an input of {@code height x width x 3}; for one thread.
   *
   * @throws IllegalArgumentException unless both are 1 or more
   */
  public Resampler resampler(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("An input has pixels: " + height + "x" + width);
    }
    return resampling.resampler(height, width);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Makes resamplers. */
  @FunctionalInterface
  interface Resampling {
    Resampler resampler(int height, int width);
  }
}
