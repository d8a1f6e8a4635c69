// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.mobilespark.identity.InputSize;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.SavedModelFile;
import io.mobilespark.tensorflow.ServedModel;
import io.mobilespark.tensorflow.ServedModel.Headed;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreActivation;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.ServedSignature;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A classifier that came as a SavedModel.
 *
 * @param files the folder's, with a graph for inference
 * @param sha256 of the folder as it was read, 64 hexadecimal digits
 * @param input what goes in
 * @param classes that are scored
 * @param kind of the scores
 * @param scores where they come from
 * @param features where pooled features come from
 */
@DefaultSerializer(JavaSerializer.class)
public record SavedModelNetwork(
    PackedFolder files,
    String sha256,
    Input input,
    int classes,
    ScoreKind kind,
    ScoreNames scores,
    FeatureTensor features)
    implements ServedNetwork {

  /**
   * What goes in.
   *
   * @param name of the tensor {@code [n, height, width, 3]}
   * @param type of a channel of a pixel
   * @param size of a picture
   * @param batch pictures that it takes at a time; 0 for any number
   * @param takesSamples whether the graph normalises a preset's samples itself
   * @param range what the model wants pixels to be
   */
  public record Input(
      String name,
      SampleType type,
      InputSize size,
      int batch,
      boolean takesSamples,
      InputRange range)
      implements Serializable {}

  /**
   * What a user says of a SavedModel.
   *
   * @param signature its name
   * @param output the output of the signature that scores; empty where there is only one
   * @param size of the input, where the graph leaves it open
   * @param range what the model wants pixels to be; empty for what is found
   * @param activation what makes probabilities of the scores; empty for what is found
   * @param noted what the scores mean, as a note of this project's own exports says, whose graphs
   *     normalise a preset's samples themselves; empty for models of others
   * @param features whether pooled features are wanted, from within the graph where the signature
   *     has none
   */
  public record Asked(
      String signature,
      Optional<String> output,
      Optional<InputSize> size,
      Optional<InputRange> range,
      Optional<ScoreActivation> activation,
      Optional<ScoreKind> noted,
      boolean features) {
    /** Whether the graph normalises a preset's samples itself. */
    boolean takesSamples() {
      return noted.isPresent();
    }
  }

  /**
   * Resolves a signature, and finds what goes in and what comes out by the graph and by running it
   * on plain pictures.
   *
   * @param folder local
   * @throws io.mobilespark.MobileSparkException in one line, when that cannot be told or does not
   *     fit what was asked
   */
  public static SavedModelNetwork read(Path folder, Asked asked) throws IOException {
    return new SavedModelReading(folder, asked).network();
  }

  /**
   * The same with a head trained on its features in place of its own classifier.
   *
   * @throws IllegalArgumentException when the head wants other features
   */
  public SavedModelNetwork withHead(HeadWeights head) {
    if (features.width() != head.shape().inputs()) {
      throw new IllegalArgumentException(head.shape() + " on " + features.width() + " features");
    }
    Headed headed =
        ServedModel.withHead(
            Objects.requireNonNull(files.files().get(SavedModelFile.NAME)), features.name(), head);
    return new SavedModelNetwork(
        files.with(SavedModelFile.NAME, headed.file()),
        sha256,
        input,
        head.shape().classes(),
        ScoreKind.CLASSES,
        new ScoreNames(headed.logits(), headed.probabilities()),
        features);
  }

  @Override
  public int height() {
    return input.size().height();
  }

  @Override
  public int width() {
    return input.size().width();
  }

  @Override
  public int fixedBatch() {
    return input.batch();
  }

  @Override
  public boolean takesSamples() {
    return input.takesSamples();
  }

  @Override
  public InputRange range() {
    return input.range();
  }

  @Override
  public SampleType inputType() {
    return input.type();
  }

  @Override
  public String mapsName() {
    return "";
  }

  @Override
  public String inputName() {
    return input.name();
  }

  @Override
  public GraphSession open(SessionSettings settings) {
    return open(files, settings);
  }

  static GraphSession open(PackedFolder files, SessionSettings settings) {
    return files.unpacked(
        folder -> GraphSession.openSavedModel(folder, ServedSignature.SERVE_TAG, settings));
  }
}
