package io.mobilespark.image;

import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.SampleType;
import java.util.List;
import java.util.stream.Collectors;

/** The presets, by the names under which accuracies are reported. */
public final class Presets {
  private static final List<Preset> ALL =
      List.of(
          new Preset(
              "squash",
              "Bilinear straight to the input size, without regard to the aspect, half-pixel"
                  + " centres, no antialiasing, in float32; x / 127.5 - 1. Source: TensorFlow's"
                  + " tf.image.resize(method=bilinear, antialias=False). For fast labelling.",
              SampleType.FLOAT32,
              Normalisation.MINUS_ONE_TO_ONE,
              FloatLinearResampler::squash),
          new Preset(
              "slim-inception",
              "Pixels to [0, 1]; central crop of 0.875 of height and of width; bilinear to the"
                  + " input size, without regard to the aspect, by the legacy kernel (corners"
                  + " aligned at the top left, no half-pixel centres, no antialiasing), in float32;"
                  + " (x - 0.5) * 2. Source: TF-Slim's inception_preprocessing for evaluation, with"
                  + " which its tables for V1, V2 and V3 were measured.",
              SampleType.FLOAT32,
              Normalisation.uniform(1, 0.5f, 0.5f),
              FloatLinearResampler::slimInception));

  private Presets() {}

  /** All presets. */
  public static List<Preset> all() {
    return ALL;
  }

  /**
   * The preset of a name.
   *
   * @throws IllegalArgumentException for an unknown name, with one line that lists the known ones
   */
  public static Preset byName(String name) {
    return ALL.stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown preset '" + name + "'; known are " + names()));
  }

  private static String names() {
    return ALL.stream().map(Preset::name).collect(Collectors.joining(", "));
  }
}
