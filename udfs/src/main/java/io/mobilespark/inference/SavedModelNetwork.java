package io.mobilespark.inference;

import io.mobilespark.MobileSparkException;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SavedModelFile;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.ServedSignature;
import io.mobilespark.tensorflow.ServedTensor;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A classifier that came as a SavedModel.
 *
 * @param files the folder's
 * @param height rows of the input
 * @param width columns of the input
 * @param classes columns of the scores
 * @param takesSamples whether the graph normalises a preset's samples itself
 * @param range what the model wants pixels to be
 * @param input the signature's
 * @param scores where scores come from
 * @param features where pooled features come from
 */
public record SavedModelNetwork(
    PackedFolder files,
    int height,
    int width,
    int classes,
    boolean takesSamples,
    InputRange range,
    ServedTensor input,
    ScoreNames scores,
    FeatureTensor features)
    implements ServedNetwork {

  private static final String LOGITS = "logits";
  private static final String SOFTMAX = "softmax";
  private static final String FEATURES = "features";

  /**
   * Resolves a SavedModel's signature, checks types and shapes, and finds out by one inference
   * whether a single output gives logits or probabilities.
   *
   * @param folder local
   * @param wanted the expected input and scores
   * @throws MobileSparkException that says both sides when something does not fit
   */
  public static SavedModelNetwork read(Path folder, Wanted wanted) throws IOException {
    ServedSignature signature = signature(folder);
    ServedTensor input = signature.input();
    String type = input.sampleType().name().toLowerCase(Locale.ROOT);
    input.require(type, List.of(-1L, (long) wanted.height(), (long) wanted.width(), 3L));
    boolean both = givesBoth(signature);
    ServedTensor first = ranking(signature);
    first.require("float32", List.of(-1L, (long) wanted.classes()));
    ScoreNames names =
        both
            ? new ScoreNames(first.tensor(), signature.output(SOFTMAX).tensor())
            : new ScoreNames(first.tensor(), "");
    SavedModelNetwork network =
        new SavedModelNetwork(
            PackedFolder.of(folder),
            wanted.height(),
            wanted.width(),
            wanted.classes(),
            wanted.takesSamples(),
            wanted.range(),
            input,
            names,
            features(signature));
    return both ? network : network.withProbabilitiesIfTheyAre();
  }

  /**
   * How many classes the scores of a SavedModel have; none where its signature leaves that open.
   *
   * @throws MobileSparkException when the signature has no scores
   */
  public static OptionalInt outputs(Path folder) {
    List<Long> shape = ranking(signature(folder)).shape();
    return shape.size() == 2 && shape.get(1) > 0
        ? OptionalInt.of(Math.toIntExact(shape.get(1)))
        : OptionalInt.empty();
  }

  /**
   * What a model has to fit.
   *
   * @param height rows of the input
   * @param width columns of the input
   * @param classes columns of the scores
   * @param takesSamples whether its graph normalises a preset's samples itself
   * @param range what it wants pixels to be
   */
  public record Wanted(
      int height, int width, int classes, boolean takesSamples, InputRange range) {}

  @Override
  public ScoreKind kind() {
    return ScoreKind.CLASSES;
  }

  @Override
  public SampleType inputType() {
    return input.sampleType();
  }

  @Override
  public String mapsName() {
    return "";
  }

  @Override
  public String inputName() {
    return input.tensor();
  }

  @Override
  public GraphSession open(SessionSettings settings) {
    return files.unpacked(
        folder -> GraphSession.openSavedModel(folder, ServedSignature.SERVE_TAG, settings));
  }

  private static ServedSignature signature(Path folder) {
    return SavedModelFile.read(folder, ServedSignature.SERVE_TAG, ServedSignature.DEFAULT_NAME);
  }

  private static boolean givesBoth(ServedSignature signature) {
    return signature.outputs().stream()
        .map(ServedTensor::key)
        .toList()
        .containsAll(List.of(LOGITS, SOFTMAX));
  }

  /** Those that this project's exports give beside the scores. */
  private static FeatureTensor features(ServedSignature signature) {
    if (!givesBoth(signature)) {
      return FeatureTensor.NONE;
    }
    return signature.outputs().stream()
        .filter(output -> output.key().equals(FEATURES) && output.shape().size() == 2)
        .filter(output -> output.shape().get(1) > 0)
        .map(output -> new FeatureTensor(output.tensor(), output.shape().get(1).intValue()))
        .findFirst()
        .orElse(FeatureTensor.NONE);
  }

  private static ServedTensor ranking(ServedSignature signature) {
    return givesBoth(signature) ? signature.output(LOGITS) : signature.output();
  }

  /** Values of 0 to 1 that add up to 1 are probabilities: they rank and are reported. */
  private SavedModelNetwork withProbabilitiesIfTheyAre() {
    try (GraphSession session = open(SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor one = PixelTensor.allocate(inputType(), 1, height, width)) {
      one.clear();
      float[] values = session.run(inputName(), one, List.of(scores.logits())).get(0);
      double sum = 0;
      boolean within = true;
      for (float value : values) {
        sum += value;
        within &= value >= 0 && value <= 1;
      }
      boolean probabilities = within && Math.abs(sum - 1) < 1e-3;
      return probabilities
          ? new SavedModelNetwork(
              files,
              height,
              width,
              classes,
              takesSamples,
              range,
              input,
              new ScoreNames(scores.logits(), scores.logits()),
              features)
          : this;
    }
  }
}
