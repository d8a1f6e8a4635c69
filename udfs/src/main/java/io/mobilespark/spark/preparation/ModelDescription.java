// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Output;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.keras.KerasNetwork;
import io.mobilespark.model.Network;
import io.mobilespark.tensorflow.ModelFacts;
import io.mobilespark.tensorflow.ServedModel;
import io.mobilespark.tensorflow.ServedSignature;
import io.mobilespark.tensorflow.ServedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * What a model's file is, for people: found by reading it as a run would.
 *
 * @param model ready to run
 * @param terms what there is to say, by title, in order
 */
public record ModelDescription(PreparedModel model, Map<String, String> terms) {
  private static final int MOST_LAYERS = 12;

  /**
   * Reads a file.
   *
   * @param hadoop reaches files that are not local
   * @throws io.mobilespark.MobileSparkException in one line, as a run would
   */
  public static ModelDescription read(ModelSettings settings, Configuration hadoop) {
    PreparedModel model = ModelPreparation.prepare(settings, hadoop);
    Map<String, String> terms = new LinkedHashMap<>();
    try (LocalCopy file = LocalCopy.of("weights", settings.weights(), hadoop)) {
      if (Files.isDirectory(file.path())) {
        terms.putAll(graph(file.path(), settings.reading()));
      } else if (model.network() instanceof FrozenNetwork frozen) {
        terms.putAll(
            KerasPreparation.reads(file.path(), settings)
                ? keras(KerasPreparation.contents(file.path(), settings, hadoop), frozen)
                : network(frozen));
      }
    } catch (IOException e) {
      throw new io.mobilespark.MobileSparkException(
          "The weights " + settings.weights() + ": " + e, e);
    }
    ServedNetwork network = model.network();
    terms.put("Model", model.id());
    terms.put(
        "Input",
        String.format(
            Locale.ROOT,
            "%dx%d of %s, %s pictures at a time",
            network.height(),
            network.width(),
            network.range(),
            network.fixedBatch() == 0 ? "any number of" : network.fixedBatch()));
    terms.put("Output", output(network));
    terms.put(
        "Features",
        network.gives(Output.FEATURES) ? network.features().width() + " of a picture" : "none");
    terms.put("Preset", model.preset().name());
    terms.put("Labels", model.classes().toString());
    terms.put("SHA-256", model.weightsSha256());
    return new ModelDescription(model, terms);
  }

  private static Map<String, String> graph(Path folder, ModelReading reading) {
    ModelFacts facts =
        ServedModel.read(
                folder,
                ServedSignature.SERVE_TAG,
                reading.signature().orElse(ServedSignature.DEFAULT_NAME))
            .facts();
    Map<String, String> terms = new LinkedHashMap<>();
    terms.put("Format", "SavedModel");
    terms.put(
        "Signature",
        String.format(
            Locale.ROOT,
            "%s of %s",
            facts.signature().name(),
            String.join(", ", facts.signatures())));
    terms.put("Takes", tensors(facts.signature().inputs()));
    terms.put("Gives", tensors(facts.signature().outputs()));
    if (facts.augmentation()) {
      terms.put("Left out", "augmentation of pictures by chance, which is no part of inference");
    }
    terms.put("Parameters", String.format(Locale.ROOT, "%,d", facts.parameters()));
    return terms;
  }

  private static Map<String, String> keras(KerasNetwork.Contents contents, FrozenNetwork frozen) {
    Map<String, String> terms = new LinkedHashMap<>();
    terms.put("Format", "a model of Keras " + contents.version());
    terms.put("Trunk", frozen.graph().spec().summary());
    List<String> layers = contents.layers();
    int ends = MOST_LAYERS / 2;
    terms.put(
        "Layers",
        layers.size() <= MOST_LAYERS
            ? String.join(", ", layers)
            : String.join(", ", layers.subList(0, ends))
                + String.format(Locale.ROOT, ", %d more, ", layers.size() - 2 * ends)
                + String.join(", ", layers.subList(layers.size() - ends, layers.size())));
    terms.put("Parameters", String.format(Locale.ROOT, "%,d", contents.parameters()));
    return terms;
  }

  private static Map<String, String> network(FrozenNetwork frozen) {
    Map<String, String> terms = new LinkedHashMap<>();
    terms.put("Format", "Keras HDF5 of weights");
    terms.put("Network", frozen.graph().spec().summary());
    terms.put(
        "Parameters",
        String.format(
            Locale.ROOT,
            "%,d",
            Network.of(frozen.graph().spec(), frozen.graph().head()).parameters()));
    return terms;
  }

  private static String tensors(List<ServedTensor> tensors) {
    return tensors.stream()
        .map(
            tensor ->
                String.format(
                    Locale.ROOT,
                    "%s %s %s",
                    tensor.key(),
                    tensor.type(),
                    tensor.rankKnown() ? tensor.shape() : "of unknown rank"))
        .collect(Collectors.joining("; "));
  }

  private static String output(ServedNetwork network) {
    String by =
        network.scores().probabilities().isEmpty() ? ", from logits" : ", by the graph itself";
    return switch (network.kind()) {
      case CLASSES -> network.classes() + " classes by softmax" + by;
      case LABELS -> network.classes() + " independent labels by sigmoid" + by;
      case TWO_CLASSES -> "2 classes told apart by one output's sigmoid" + by;
    };
  }
}
