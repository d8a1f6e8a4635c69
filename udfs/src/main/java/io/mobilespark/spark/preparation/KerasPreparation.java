// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.SettingException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.keras.KerasNetwork;
import io.mobilespark.labels.ClassList;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.model.PublishedPreset;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.ScoreActivation;
import io.mobilespark.tensorflow.ScoreKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A model that Keras saved whole, or as weights with its architecture beside them.
 *
 * @param network the model
 * @param spec the MobileNet in it, as wide as the user says where several widths are the same
 * @param range what it wants pixels to be
 * @param preset the preprocessing
 */
record KerasPreparation(KerasNetwork network, ModelSpec spec, InputRange range, Preset preset) {

  /** Whether a local file is one of these: it says itself what it is, or the settings say where. */
  static boolean reads(Path file, ModelSettings settings) {
    return settings.reading().architecture().isPresent() || KerasNetwork.describesItself(file);
  }

  /**
   * Reads a local file.
   *
   * @param hadoop reaches an architecture that is not local
   * @throws io.mobilespark.MobileSparkException in one line, where it cannot be read or is not what
   *     the settings say
   */
  static KerasPreparation of(Path file, ModelSettings settings, Configuration hadoop)
      throws IOException {
    KerasNetwork network = network(file, settings, hadoop);
    ModelSpec spec = agreed(settings.choice(), network.spec(), settings.weights());
    Preset preset = settings.presetOr(PublishedPreset.defaultFor(spec));
    return new KerasPreparation(network, spec, range(network, settings), preset);
  }

  /** The same with a preset that something else decides. */
  static KerasPreparation of(Path file, ModelSettings settings, Preset preset, Configuration hadoop)
      throws IOException {
    KerasNetwork network = network(file, settings, hadoop);
    ModelSpec spec = agreed(settings.choice(), network.spec(), settings.weights());
    return new KerasPreparation(network, spec, range(network, settings), preset);
  }

  private static InputRange range(KerasNetwork network, ModelSettings settings) {
    return settings
        .reading()
        .range()
        .or(network::range)
        .orElseThrow(
            () ->
                new SettingException(
                    settings.weights()
                        + " does not tell what it wants pixels to be; --input-range says it:"
                        + " 0..255, 0..1 or -1..1"));
  }

  private static KerasNetwork network(Path file, ModelSettings settings, Configuration hadoop)
      throws IOException {
    Optional<InputSize> size = settings.choice().resolution();
    Optional<String> architecture = settings.reading().architecture();
    if (architecture.isEmpty()) {
      return KerasNetwork.read(file, Optional.empty(), size);
    }
    if (KerasNetwork.describesItself(file)) {
      throw new SettingException(
          settings.weights() + " says itself what model it is; leave out --architecture");
    }
    try (LocalCopy json = LocalCopy.of("architecture", architecture.get(), hadoop)) {
      return KerasNetwork.read(file, Optional.of(json.path()), size);
    }
  }

  /** Widths that round to the same layers are the same. */
  private static ModelSpec agreed(NetworkChoice choice, ModelSpec found, String weights) {
    ModelName name = choice.model().map(ModelName::parse).orElse(found.name());
    ModelSpec said =
        new ModelSpec(
            name.family(),
            choice.alpha().orElse(found.alpha()),
            choice.resolution().map(InputSize::height).orElse(found.height()),
            choice.resolution().map(InputSize::width).orElse(found.width()),
            found.classes(),
            name.minimalistic());
    boolean same =
        said.name().equals(found.name())
            && said.height() == found.height()
            && said.width() == found.width()
            && Network.of(said, Head.FEATURES)
                .layers()
                .equals(Network.of(found, Head.FEATURES).layers());
    if (!same) {
      throw new SettingException(
          String.format(
              Locale.ROOT,
              "%s is %s, the options say %s; leave out --model, --alpha and --resolution",
              weights,
              found.summary(),
              said.summary()));
    }
    return said;
  }

  /** What the file holds. */
  static KerasNetwork.Contents contents(Path file, ModelSettings settings, Configuration hadoop)
      throws IOException {
    return network(file, settings, hadoop).contents();
  }

  /** The model as one that scores. */
  PreparedModel classifier(ModelSettings settings, ClassList listed) {
    if (!network.givesScores()) {
      throw new SettingException(
          settings.weights()
              + " ends in a map, not in scores: it can be embedded, or get a --head");
    }
    ScoreKind kind = kind(settings);
    FrozenGraph graph = frozen(Optional.of(kind));
    return new PreparedModel(
        new FrozenNetwork(graph),
        spec.id(),
        graph.weightsSha256(),
        OutputClasses.of(settings.classes(), listed, kind, spec.classes()),
        preset);
  }

  private ScoreKind kind(ModelSettings settings) {
    Optional<ScoreActivation> asked = settings.reading().activation();
    if (asked.isEmpty() && network.leavesScoresOpen()) {
      throw new SettingException(
          settings.weights()
              + " ends neither in probabilities nor in what a dense or convolution layer gives;"
              + " --activation says what makes probabilities of it, where these are logits");
    }
    ScoreKind said =
        asked
            .filter(each -> network.kind() != ScoreKind.TWO_CLASSES)
            .map(each -> each.kind(spec.classes()))
            .orElse(network.kind());
    if (network.givesProbabilities() && said != network.kind()) {
      throw new SettingException(
          settings.weights() + " gives probabilities itself; leave out --activation");
    }
    return said;
  }

  /** The model as one that gives features. */
  PreparedBase base() {
    FrozenGraph graph = features();
    return new PreparedBase(new FrozenNetwork(graph), spec.id(), graph.weightsSha256(), preset);
  }

  /** The same up to its features. */
  FrozenGraph features() {
    return frozen(Optional.empty());
  }

  /** Writes it as a new file of Keras 3, with a head in place of its scores where there is one. */
  void write(ScoreKind kind, Optional<HeadWeights> head, Path file) {
    network.write(preset.pixelNormalisation(range), kind, head, file);
  }

  private FrozenGraph frozen(Optional<ScoreKind> kind) {
    return network.freeze(
        kind, new KerasNetwork.Fed(range, preset.sampleType(), preset.normalisation(range)));
  }
}
