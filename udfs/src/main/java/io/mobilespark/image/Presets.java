// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.image.AntialiasedAxis.Kernel;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.SampleType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The presets, by the names under which accuracies are reported. Each is exact to its reference at
 * 224: in every value, but for {@code keras-table}, which differs by 1 in less than 1e-4 of the
 * values.
 *
 * <p>At other resolutions the same rule scales: the short side becomes {@code floor(resolution /
 * 0.875)}, or {@code floor(resolution * 232 / 224)} for {@code torchvision-232}. For an input that
 * is not square, the picture is resized until it just covers the box whose two sides are made by
 * that rule.
 */
public final class Presets {
  private static final Normalisation ZERO_TO_ONE_CENTRED = Normalisation.uniform(255, 0.5f, 0.5f);

  private static final Normalisation IMAGENET =
      new Normalisation(255, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  private static final CoverRule DOWN = new CoverRule(8, 7, CoverRule.Offset.DOWN);
  private static final CoverRule HALF_EVEN = new CoverRule(8, 7, CoverRule.Offset.HALF_EVEN);
  private static final CoverRule SHORT_SIDE_232 =
      new CoverRule(232, 224, CoverRule.Offset.HALF_EVEN);

  private static final List<Preset> ALL =
      Stream.of(tensorFlow(), openCv(), pillow()).flatMap(List::stream).toList();

  private Presets() {}

  /** All presets. */
  public static List<Preset> all() {
    return ALL;
  }

  /**
   * The preset of a name, which may end in what {@link Decoding} adds.
   *
   * @throws IllegalArgumentException for an unknown name, with one line that lists the known ones
   */
  public static Preset byName(String name) {
    int mark = name.indexOf(Decoding.MARK);
    if (mark >= 0) {
      return byName(name.substring(0, mark)).of(Decoding.parse(name.substring(mark)));
    }
    return ALL.stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown preset '" + name + "'; known are " + names()));
  }

  /**
   * The preset that was asked for.
   *
   * @param asked a name; or only what names end in, for the decoding of the other preset; empty for
   *     the other preset as it is
   * @param otherwise the name of the other preset
   */
  public static Preset asked(Optional<String> asked, String otherwise) {
    boolean decodingAlone = asked.isPresent() && asked.get().indexOf(Decoding.MARK) == 0;
    return decodingAlone
        ? byName(otherwise).of(Decoding.parse(asked.get()))
        : byName(asked.orElse(otherwise));
  }

  private static String names() {
    return ALL.stream().map(Preset::name).collect(Collectors.joining(", "));
  }

  private static List<Preset> tensorFlow() {
    return List.of(
        new Preset(
            "squash",
            "Bilinear straight to the input size, without regard to the aspect, half-pixel"
                + " centres, no antialiasing, in float32; x / 127.5 - 1. For fast labelling."
                + " Source: TensorFlow's tf.image.resize(method='bilinear', antialias=False).",
            SampleType.FLOAT32,
            Normalisation.MINUS_ONE_TO_ONE,
            FloatLinearResampler::squash),
        new Preset(
            "slim-inception",
            "Pixels to 0..1; central crop of 0.875 of height and of width; bilinear to the input"
                + " size, without regard to the aspect, by the legacy kernel (no half-pixel"
                + " centres, no antialiasing), in float32; (x - 0.5) * 2. TF-Slim's tables for V1,"
                + " V2 and V3 were measured with it. Source: inception_preprocessing.py of TF-Slim,"
                + " preprocess_for_eval.",
            SampleType.FLOAT32,
            Normalisation.uniform(1, 0.5f, 0.5f),
            1,
            FloatLinearResampler::slimInception));
  }

  private static List<Preset> openCv() {
    return List.of(
        new Preset(
            "mlperf-mobilenet",
            "Short side to floor(resolution / 0.875), aspect kept, by OpenCV's INTER_LINEAR (8-bit"
                + " fixed point, no antialiasing); centre crop; (x / 255 - 0.5) * 2. MLPerf 0.5 and"
                + " 0.6 measured V1 at 71.676 % with it. Source: pre_process_mobilenet of MLPerf"
                + " Inference's dataset.py.",
            SampleType.UINT8,
            ZERO_TO_ONE_CENTRED,
            (height, width) -> new FixedLinearResampler(height, width, DOWN)),
        new Preset(
            "keras-table",
            "Short side to floor(resolution / 0.875), aspect kept, by OpenCV's INTER_CUBIC (a ="
                + " -0.75, no antialiasing), rounded to 8 bit; centre crop; x / 127.5 - 1."
                + " Source: how the accuracy table of Keras Applications was measured.",
            SampleType.UINT8,
            Normalisation.MINUS_ONE_TO_ONE,
            (height, width) -> new CubicResampler(height, width, DOWN)));
  }

  private static List<Preset> pillow() {
    return List.of(
        new Preset(
            "keras-docs",
            "Pillow's nearest neighbour straight to the input size, without regard to the aspect;"
                + " x / 127.5 - 1. What Keras's documentation shows and most users do. Source:"
                + " keras.utils.load_img(target_size=...) with its default interpolation.",
            SampleType.UINT8,
            Normalisation.MINUS_ONE_TO_ONE,
            clipped(NearestResampler::new)),
        new Preset(
            "torchvision",
            "Short side to floor(resolution / 0.875), aspect kept, by Pillow's antialiased bilinear"
                + " filter; centre crop; ImageNet's mean (0.485, 0.456, 0.406) and deviation"
                + " (0.229, 0.224, 0.225) on x / 255. Source: torchvision's ImageClassification"
                + " transforms of its IMAGENET1K_V1 weights.",
            SampleType.UINT8,
            IMAGENET,
            clipped((height, width) -> antialiased(height, width, HALF_EVEN, Kernel.BILINEAR))),
        new Preset(
            "torchvision-232",
            "As torchvision, with the short side at 232 for a resolution of 224 and in proportion"
                + " for others. Source: torchvision's ImageClassification transforms of its"
                + " IMAGENET1K_V2 weights.",
            SampleType.UINT8,
            IMAGENET,
            clipped(
                (height, width) -> antialiased(height, width, SHORT_SIDE_232, Kernel.BILINEAR))),
        new Preset(
            "timm",
            "Short side to floor(resolution / 0.875), aspect kept, by Pillow's antialiased bicubic"
                + " filter (a = -0.5); centre crop; (x / 255 - 0.5) / 0.5. Source: timm's"
                + " transforms_imagenet_eval with the configuration of its tf_ weights.",
            SampleType.UINT8,
            ZERO_TO_ONE_CENTRED,
            clipped((height, width) -> antialiased(height, width, HALF_EVEN, Kernel.BICUBIC))),
        new Preset(
            "timm-bilinear",
            "As timm, by Pillow's antialiased bilinear filter. Source: timm's"
                + " transforms_imagenet_eval for weights whose configuration says bilinear.",
            SampleType.UINT8,
            ZERO_TO_ONE_CENTRED,
            clipped((height, width) -> antialiased(height, width, HALF_EVEN, Kernel.BILINEAR))));
  }

  /** Of pictures as Pillow has them. */
  private static Preset.Resampling clipped(Preset.Resampling resampling) {
    return (height, width) -> {
      Resampler resampler = resampling.resampler(height, width);
      return image -> resampler.resample(image.clipped());
    };
  }

  private static Resampler antialiased(int height, int width, CoverRule rule, Kernel kernel) {
    return new AntialiasedResampler(height, width, rule, kernel);
  }
}
