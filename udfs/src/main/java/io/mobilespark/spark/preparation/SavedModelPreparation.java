// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.identity.ModelId;
import io.mobilespark.identity.NetworkId;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.Output;
import io.mobilespark.inference.SavedModelNetwork;
import io.mobilespark.model.PublishedPreset;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.ServedSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Reads SavedModels, this project's own and those of others. */
final class SavedModelPreparation {
  /** What a model is called that nobody gave another name. */
  private static final String UNNAMED = "saved_model";

  private SavedModelPreparation() {}

  /**
   * A SavedModel, read.
   *
   * @param named what it is called
   * @param preset the preprocessing
   */
  record Served(SavedModelNetwork network, NetworkId named, Preset preset) {
    /**
     * The same as a base.
     *
     * @throws MobileSparkException when it gives no features
     */
    PreparedBase base(String weights) {
      if (!network.gives(Output.FEATURES)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "SavedModel %s: no pooled features are found in its graph: give the model as .keras"
                    + " or .h5",
                weights));
      }
      return new PreparedBase(network, named, network.sha256(), preset);
    }
  }

  /**
   * Reads a local folder. A SavedModel of this project wants the samples of the preset it was made
   * with.
   *
   * @param wanted scores, or features, which are looked for within the graph
   */
  static Served read(Path folder, ModelSettings settings, Output wanted) throws IOException {
    Optional<ExportNote> note = ExportNote.read(folder);
    Optional<String> noted = note.map(ExportNote::preset);
    if (noted.isPresent()
        && !settings
            .presetOr(noted.get())
            .baseName()
            .equals(Presets.byName(noted.get()).baseName())) {
      throw new SettingException(
          String.format(
              Locale.ROOT,
              "SavedModel %s normalises for preset %s, --preset says %s",
              folder,
              noted.get(),
              settings.presetOr(noted.get())));
    }
    ModelReading reading = settings.reading();
    SavedModelNetwork network =
        SavedModelNetwork.read(
            folder,
            new SavedModelNetwork.Asked(
                reading.signature().orElse(ServedSignature.DEFAULT_NAME),
                reading.outputName(),
                settings.choice().resolution(),
                range(folder, reading, note),
                reading.activation(),
                note.map(ExportNote::kind),
                wanted == Output.FEATURES));
    return new Served(
        network,
        named(settings.choice(), note, network),
        settings.presetOr(noted.orElseGet(() -> preset(settings, network))));
  }

  private static Optional<InputRange> range(
      Path folder, ModelReading reading, Optional<ExportNote> note) {
    Optional<InputRange> noted = note.map(ExportNote::inputRange).map(InputRange::parse);
    if (noted.isPresent() && reading.range().isPresent() && !noted.equals(reading.range())) {
      throw new SettingException(
          String.format(
              Locale.ROOT,
              "SavedModel %s was made from a model of %s, --input-range says %s",
              folder,
              noted.get(),
              reading.range().get()));
    }
    return reading.range().or(() -> noted);
  }

  private static NetworkId named(
      NetworkChoice choice, Optional<ExportNote> note, SavedModelNetwork network) {
    Optional<NetworkId> noted =
        note.flatMap(made -> ModelId.parse(made.model())).map(ModelId::network);
    return new NetworkId(
        choice.model().or(() -> noted.map(NetworkId::name)).orElse(UNNAMED),
        choice.alpha().or(() -> noted.map(NetworkId::alpha)).orElse(1.0),
        new InputSize(network.height(), network.width()));
  }

  /** That of the named network's published figure. */
  private static String preset(ModelSettings settings, SavedModelNetwork network) {
    NetworkChoice choice =
        new NetworkChoice(
            settings.choice().model(),
            settings.choice().alpha(),
            Optional.of(new InputSize(network.height(), network.width())));
    return choice.model().isPresent()
        ? PublishedPreset.defaultFor(choice.spec(settings.weights(), network.classes()))
        : PublishedPreset.FALLBACK;
  }
}
