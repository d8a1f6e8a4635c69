// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SavedModelFile;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.ServedSignature;
import io.mobilespark.tensorflow.ServedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a network as a SavedModel for TensorFlow in any language: tag {@code serve}, signature
 * {@code serving_default}, keys as {@link FrozenGraph} names its tensors, but {@code sigmoid} for
 * probabilities of independent labels, no variables.
 */
public final class SavedModelWriter {
  /** The key of probabilities that are independent of each other. */
  private static final String SIGMOID = "sigmoid";

  private SavedModelWriter() {}

  /**
   * Writes into a folder, which is made where it is missing.
   *
   * @throws MobileSparkException when a model lies there already, or it cannot be written
   */
  public static void write(FrozenGraph graph, Path folder) {
    Path file = folder.resolve(SavedModelFile.NAME);
    if (Files.exists(file)) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "there is a SavedModel in %s already", folder));
    }
    byte[] bytes =
        SavedModelFile.bytes(graph.graphDef(), ServedSignature.SERVE_TAG, signature(graph));
    try {
      Files.createDirectories(folder);
      Path draft = folder.resolve(SavedModelFile.NAME + ".part");
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s cannot be written: %s", folder, e), e);
    }
  }

  /** What the model's signature says. */
  static ServedSignature signature(FrozenGraph graph) {
    List<ServedTensor> outputs = new ArrayList<>();
    outputs.add(output(graph.featuresName(), graph.featureWidth()));
    if (graph.head() == Head.CLASSIFIER) {
      outputs.add(output(graph.logitsName(), graph.spec().classes()));
      String key = graph.kind() == ScoreKind.LABELS ? SIGMOID : graph.softmaxName();
      outputs.add(output(key, graph.softmaxName(), graph.spec().classes()));
    }
    return new ServedSignature(
        ServedSignature.DEFAULT_NAME,
        List.of(
            ServedTensor.of(
                graph.inputName(),
                graph.inputName() + ":0",
                graph.sampleType().name().toLowerCase(Locale.ROOT),
                graph.inputShape())),
        outputs);
  }

  private static ServedTensor output(String name, int width) {
    return output(name, name, width);
  }

  private static ServedTensor output(String key, String name, int width) {
    return ServedTensor.of(
        key,
        name + ":0",
        SampleType.FLOAT32.name().toLowerCase(Locale.ROOT),
        List.of(-1L, (long) width));
  }
}
