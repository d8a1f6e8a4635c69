// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network in a form that can be sent to executors and opened there, by Java's means in sessions
 * whose serializer is Kryo, too: that cannot make records.
 */
public sealed interface ServedNetwork extends Serializable
    permits FrozenNetwork, SavedModelNetwork {

  /** Rows of the input. */
  int height();

  /** Columns of the input. */
  int width();

  /** Classes or labels that are scored; of no meaning where there are no scores. */
  int classes();

  /** Pictures that it takes at a time; 0 for any number. */
  default int fixedBatch() {
    return 0;
  }

  /** What the scores mean. */
  ScoreKind kind();

  /** What the input tensor holds. */
  SampleType inputType();

  /** Whether the graph normalises a preset's samples itself, and so is fed them as they are. */
  boolean takesSamples();

  /** What the model wants pixels to be, behind such a normalisation where there is one. */
  InputRange range();

  /** Name of the input tensor {@code [n, height, width, 3]}. */
  String inputName();

  /**
   * Name of the tensor up to which a CPU computes picture by picture what it then computes on by
   * batches; empty where it computes batches from the start.
   */
  String mapsName();

  /**
   * Names of the tensors that are scores, {@code [n, classes]}, or {@code [n, 1]} where one output
   * tells two classes apart; none in a network without top.
   */
  ScoreNames scores();

  /** The tensor of pooled features; none in a model of others that does not give them. */
  FeatureTensor features();

  /**
   * Loads it.
   *
   * @return owned by the caller
   */
  GraphSession open(SessionSettings settings);

  /**
   * Where scores come from.
   *
   * @param logits what ranks classes; in a model that only gives probabilities, those
   * @param probabilities what the kind of the scores makes of them; empty when it has to be
   *     computed from the logits
   */
  record ScoreNames(String logits, String probabilities) implements Serializable {
    /** Of a network without top. */
    static final ScoreNames NONE = new ScoreNames("", "");

    /** The tensors to fetch, logits first. */
    List<String> distinct() {
      return Stream.of(logits, probabilities).filter(name -> !name.isEmpty()).distinct().toList();
    }
  }

  /**
   * Where pooled features come from.
   *
   * @param name of a tensor {@code [n, width]}; empty where there is none
   * @param width features of a picture
   */
  record FeatureTensor(String name, int width) implements Serializable {
    /** Of a model that gives scores alone. */
    static final FeatureTensor NONE = new FeatureTensor("", 0);
  }

  /** Whether the network gives an output. */
  default boolean gives(Output output) {
    return switch (output) {
      case SCORES -> !scores().logits().isEmpty();
      case FEATURES -> !features().name().isEmpty();
    };
  }
}
