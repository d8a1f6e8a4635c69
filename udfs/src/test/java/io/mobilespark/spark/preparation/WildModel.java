// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.Features;
import io.mobilespark.inference.InputBatch;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A model with what Keras answers for some pictures: {@code case.json}, {@code classes.txt}, {@code
 * expected.csv} and the model's file in one folder.
 *
 * @param folder the model's
 * @param about what {@code case.json} says
 */
public record WildModel(Path folder, JsonNode about) {
  /** The one of a folder. */
  public static WildModel in(Path folder) throws IOException {
    return new WildModel(folder, new ObjectMapper().readTree(folder.resolve("case.json").toFile()));
  }

  PreparedModel prepared() {
    return prepared(NetworkChoice.NONE, ModelReading.AS_FOUND);
  }

  PreparedModel prepared(NetworkChoice choice, ModelReading reading) {
    return ModelPreparation.prepare(settings(choice, reading), new Configuration());
  }

  PreparedBase base() {
    return ModelPreparation.prepareBase(
        settings(NetworkChoice.NONE, ModelReading.AS_FOUND), new Configuration());
  }

  /** The model with a head in place of its own classifier. */
  PreparedModel withHead(Path head) {
    ModelSettings own = settings(NetworkChoice.NONE, ModelReading.AS_FOUND);
    return ModelPreparation.prepare(
        new ModelSettings(
            own.choice(),
            own.weights(),
            ModelSettings.IMAGENET,
            Optional.empty(),
            Optional.of(head.toString()),
            own.precision(),
            own.reading()),
        new Configuration());
  }

  private ModelSettings settings(NetworkChoice choice, ModelReading reading) {
    return new ModelSettings(
        choice,
        file().toString(),
        folder.resolve("classes.txt").toString(),
        Optional.of("squash"),
        Optional.empty(),
        Precision.FP32,
        reading);
  }

  /** Of its input. */
  public InputSize size() {
    return new InputSize(about.get("size").get(0).asInt(), about.get("size").get(1).asInt());
  }

  /** The probability that Keras's answer gives to each class of each picture. */
  public List<double[]> expected() throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (String line : lines()) {
      double[] outputs =
          Arrays.stream(line.split(",", -1))
              .filter(cell -> !cell.endsWith(".png"))
              .mapToDouble(Double::parseDouble)
              .toArray();
      rows.add(probabilities(outputs));
    }
    return rows;
  }

  private double[] probabilities(double[] outputs) {
    return switch (about.get("outputs").asText()) {
      case "logit" -> pair(1 / (1 + Math.exp(-outputs[0])));
      case "sigmoid-one" -> pair(outputs[0]);
      case "logits" -> softmax(outputs);
      default -> outputs;
    };
  }

  private static double[] softmax(double[] logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
  }

  private static double[] pair(double p) {
    return new double[] {1 - p, p};
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("expected.csv")).stream()
        .filter(line -> !line.startsWith("picture,"))
        .toList();
  }

  /** Pooled features of the same pictures, in the same order. */
  Features features(PreparedBase base, Path pictures) throws IOException {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    List<String> names = pictures();
    try (Predictor predictor = Predictor.open(base.network(), SessionSettings.ONE_CORE_PER_TASK);
        InputBatch batch = new InputBatch(base.network(), base.preset(), names.size())) {
      for (int i = 0; i < names.size(); i++) {
        byte[] file = Files.readAllBytes(pictures.resolve(names.get(i)));
        batch.put(i, (RgbImage) decoder.decode(file));
      }
      return batch.features(predictor, names.size());
    }
  }

  /** The model's file, or folder. */
  public Path file() {
    return folder.resolve(about.path("file").asText("saved"));
  }

  /** Names of the pictures that Keras was asked about. */
  public List<String> pictures() throws IOException {
    return lines().stream().map(line -> line.split(",", -1)[0]).toList();
  }

  /** What MobileSpark answers for the same pictures, in the same order. */
  Scores scores(PreparedModel model, Path pictures) throws IOException {
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    List<String> names = pictures();
    try (Predictor predictor = Predictor.open(model.network(), SessionSettings.ONE_CORE_PER_TASK);
        InputBatch batch = new InputBatch(model.network(), model.preset(), names.size())) {
      for (int i = 0; i < names.size(); i++) {
        byte[] file = Files.readAllBytes(pictures.resolve(names.get(i)));
        batch.put(i, (RgbImage) decoder.decode(file));
      }
      return batch.scores(predictor, names.size());
    }
  }
}
