package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.jobs.config.ModelSettings;
import io.mobilespark.labels.ClassList;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.KerasWeights;
import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.model.Network;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
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
    ClassList classes = classes(settings.classes(), hadoop);
    ModelName name = ModelName.parse(settings.model());
    ModelSpec spec =
        ModelSpec.imagenet(name, settings.alpha(), settings.resolution())
            .withClasses(classes.size());
    Preset preset = Presets.byName(settings.preset());
    try (LocalCopy weights = LocalCopy.of("weights", settings.weights(), hadoop)) {
      KerasWeights read = KerasWeights.read(weights.path(), Network.of(spec, Head.CLASSIFIER));
      FrozenGraph graph = FrozenGraph.of(read, preset.sampleType(), preset.normalisation());
      return new PreparedModel(graph, read.sha256(), classes.forOutputs(spec.classes()), preset);
    } catch (IOException e) {
      throw new MobileSparkException("The weights " + settings.weights() + ": " + e, e);
    }
  }

  private static ClassList classes(String classes, Configuration hadoop) {
    if (classes.equals(ModelSettings.IMAGENET)) {
      return ClassList.imagenet();
    }
    try (LocalCopy copy = LocalCopy.of("class list", classes, hadoop);
        Reader text = Files.newBufferedReader(copy.path())) {
      return ClassList.parse(classes, text);
    } catch (IOException e) {
      throw new MobileSparkException("The class list " + classes + " cannot be read: " + e, e);
    }
  }
}
