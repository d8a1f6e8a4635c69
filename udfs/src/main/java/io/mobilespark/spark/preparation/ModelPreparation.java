// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.MobileSparkException;
import io.mobilespark.SettingException;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Output;
import io.mobilespark.inference.SavedModelNetwork;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.TextBytes;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasModelWriter;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import io.mobilespark.model.PublishedPreset;
import io.mobilespark.model.SavedModelWriter;
import io.mobilespark.spark.preparation.SavedModelPreparation.Served;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.ScoreKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** Reads weights and classes on the driver and checks them against the model that was asked for. */
public final class ModelPreparation {
  private ModelPreparation() {}

  /**
   * A model ready to be sent to executors.
   *
   * @param hadoop reaches weights and classes that are not local
   * @throws MobileSparkException in one line, when anything does not fit
   */
  public static PreparedModel prepare(ModelSettings settings, Configuration hadoop) {
    settings.precision().require();
    return prepareForGpu(settings, hadoop);
  }

  /** The same for executors with GPUs, whatever this machine's CPU computes in. */
  public static PreparedModel prepareForGpu(ModelSettings settings, Configuration hadoop) {
    return read(settings, hadoop).in(settings.precision());
  }

  private static PreparedModel read(ModelSettings settings, Configuration hadoop) {
    if (settings.head().isPresent()) {
      return withHead(settings, TrainedHead.read(settings.head().get(), hadoop), hadoop);
    }
    ClassList listed = classes(settings.classes(), hadoop);
    try (LocalCopy weights = LocalCopy.of("weights", settings.weights(), hadoop)) {
      if (KerasPreparation.reads(weights.path(), settings)) {
        return KerasPreparation.of(weights.path(), settings, hadoop).classifier(settings, listed);
      }
      if (Files.isDirectory(weights.path())) {
        Served served = SavedModelPreparation.read(weights.path(), settings, Output.SCORES);
        SavedModelNetwork network = served.network();
        return new PreparedModel(
            network,
            served.named(),
            network.sha256(),
            OutputClasses.of(settings.classes(), listed, network.kind(), network.classes()),
            served.preset());
      }
      OptionalInt outputs = KerasWeights.outputs(weights.path());
      if (outputs.equals(OptionalInt.of(1))) {
        throw new SettingException(
            settings.weights()
                + " gives one score a picture, and Keras's own networks end in a softmax, which"
                + " would always be 1; --architecture says what model the weights are of");
      }
      ClassList classes =
          OutputClasses.of(
              settings.classes(), listed, ScoreKind.CLASSES, outputs.orElse(listed.size()));
      ModelSpec spec = spec(settings, classes.size());
      Preset preset = settings.presetOr(PublishedPreset.defaultFor(spec));
      FrozenGraph graph = frozen(weights.path(), spec, Head.CLASSIFIER, preset);
      return new PreparedModel(
          new FrozenNetwork(graph), spec.id(), graph.weightsSha256(), classes, preset);
    } catch (IOException e) {
      throw new MobileSparkException("The weights " + settings.weights() + ": " + e, e);
    }
  }

  /** The same base as the head was trained on, with the head in place of its own classifier. */
  private static PreparedModel withHead(
      ModelSettings settings, TrainedHead head, Configuration hadoop) {
    if (!settings.classes().equals(ModelSettings.IMAGENET)) {
      head.requireClasses(classes(settings.classes(), hadoop));
    }
    Preset preset = settings.presetOr(head.base().preset());
    try (LocalCopy file = LocalCopy.of("weights", settings.weights(), hadoop)) {
      if (!KerasPreparation.reads(file.path(), settings) && Files.isDirectory(file.path())) {
        PreparedBase base =
            SavedModelPreparation.read(file.path(), settings.with(preset), Output.FEATURES)
                .base(settings.weights());
        head.requireBase(base.id(), preset.name(), base.network().range());
        SavedModelNetwork network = (SavedModelNetwork) base.network();
        return new PreparedModel(
            network.withHead(head.weights()), base.named(), head.sha256(), head.classes(), preset);
      }
      FrozenGraph base = base(file.path(), settings, preset, hadoop);
      head.requireBase(
          base.spec().id(base.weightsSha256()).toString(), preset.name(), base.range());
      FrozenGraph graph = base.withHead(head.weights(), head.sha256());
      return new PreparedModel(
          new FrozenNetwork(graph),
          graph.spec().id(),
          graph.weightsSha256(),
          head.classes(),
          preset);
    } catch (IOException e) {
      throw new MobileSparkException("The weights " + settings.weights() + ": " + e, e);
    }
  }

  private static FrozenGraph base(
      Path file, ModelSettings settings, Preset preset, Configuration hadoop) throws IOException {
    return KerasPreparation.reads(file, settings)
        ? KerasPreparation.of(file, settings, preset, hadoop).features()
        : frozen(file, spec(settings, ModelSpec.IMAGENET_CLASSES), Head.FEATURES, preset);
  }

  /**
   * The base of a model, which gives pooled features. Weights with and without top will do; classes
   * are not looked at.
   *
   * @param hadoop reaches weights that are not local
   * @throws MobileSparkException in one line, when anything does not fit
   */
  public static PreparedBase prepareBase(ModelSettings settings, Configuration hadoop) {
    try (LocalCopy weights = LocalCopy.of("weights", settings.weights(), hadoop)) {
      if (KerasPreparation.reads(weights.path(), settings)) {
        return KerasPreparation.of(weights.path(), settings, hadoop).base();
      }
      if (Files.isDirectory(weights.path())) {
        return SavedModelPreparation.read(weights.path(), settings, Output.FEATURES)
            .base(settings.weights());
      }
      OptionalInt outputs = KerasWeights.outputs(weights.path());
      // The same preset as for the classifier of the same file.
      ModelSpec spec = spec(settings, outputs.orElse(ModelSpec.IMAGENET_CLASSES));
      Preset preset = settings.presetOr(PublishedPreset.defaultFor(spec));
      FrozenGraph graph = frozen(weights.path(), spec, Head.FEATURES, preset);
      return new PreparedBase(new FrozenNetwork(graph), spec.id(), graph.weightsSha256(), preset);
    } catch (IOException e) {
      throw new MobileSparkException("The weights " + settings.weights() + ": " + e, e);
    }
  }

  /**
   * A weight file as a SavedModel for TensorFlow in any language, with a note beside it that ties
   * it to its preset.
   *
   * @param folder is made
   * @return what was written
   */
  public static PreparedModel export(ModelSettings settings, Path folder, Configuration hadoop) {
    PreparedModel model = prepare(settings, hadoop);
    if (!(model.network() instanceof FrozenNetwork frozen)) {
      throw new MobileSparkException(settings.weights() + " is a SavedModel already");
    }
    SavedModelWriter.write(frozen.graph(), folder);
    ExportNote.of(model).write(folder);
    return model;
  }

  /**
   * A Keras model, with a head trained on it or its own classifier, as a file of Keras 3.
   *
   * @param file ends in {@code .keras}; is written over
   * @return what was written
   * @throws MobileSparkException in one line, when anything does not fit, or the base is a
   *     SavedModel
   */
  public static PreparedModel exportKeras(ModelSettings settings, Path file, Configuration hadoop) {
    PreparedModel model = prepare(settings, hadoop);
    if (!(model.network() instanceof FrozenNetwork frozen)) {
      throw new SettingException(
          settings.weights()
              + " is a SavedModel, whose graph has no layers to write: .keras is written of Keras"
              + " files");
    }
    try (LocalCopy weights = LocalCopy.of("weights", settings.weights(), hadoop)) {
      Optional<HeadWeights> head =
          settings.head().map(folder -> TrainedHead.read(folder, hadoop).weights());
      if (KerasPreparation.reads(weights.path(), settings)) {
        KerasPreparation.of(weights.path(), settings, model.preset(), hadoop)
            .write(model.kind(), head, file);
        return model;
      }
      Network network =
          Network.of(frozen.graph().spec(), head.isPresent() ? Head.FEATURES : Head.CLASSIFIER);
      KerasModelWriter.write(
          KerasWeights.read(weights.path(), network),
          model.preset().pixelNormalisation(),
          head,
          file);
      return model;
    } catch (IOException e) {
      throw new MobileSparkException("The weights " + settings.weights() + ": " + e, e);
    }
  }

  /** Weights alone are of a network that is known whole, so that nothing of it is free to say. */
  private static ModelSpec spec(ModelSettings settings, int classes) {
    ModelReading reading = settings.reading();
    if (reading.activation().isPresent() || reading.range().isPresent()) {
      throw new SettingException(
          settings.weights()
              + " holds weights alone, which are taken for those of Keras's own network: leave out"
              + " --activation and --input-range, or say by --architecture what model they are of");
    }
    return settings.choice().spec(settings.weights(), classes);
  }

  private static FrozenGraph frozen(Path weights, ModelSpec spec, Head head, Preset preset) {
    return FrozenGraph.of(
        KerasWeights.read(weights, Network.of(spec, head)),
        preset.sampleType(),
        preset.normalisation());
  }

  /** A class list by name or file. */
  public static ClassList classes(String classes, Configuration hadoop) {
    if (classes.equals(ModelSettings.IMAGENET)) {
      return ClassList.imagenet();
    }
    try (LocalCopy copy = LocalCopy.of("class list", classes, hadoop);
        InputStream bytes = Files.newInputStream(copy.path())) {
      return ClassList.parse(classes, TextBytes.reader(bytes));
    } catch (IOException e) {
      throw new MobileSparkException("The class list " + classes + " cannot be read: " + e, e);
    }
  }
}
