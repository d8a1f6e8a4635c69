package io.mobilespark.inference;

import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/** A network in a form that can be sent to executors and opened there. */
public sealed interface ServedNetwork extends Serializable
    permits FrozenNetwork, SavedModelNetwork {

  /** Rows of the input. */
  int height();

  /** Columns of the input. */
  int width();

  /** Columns of the scores; of no meaning where there are none. */
  int classes();

  /** What the input tensor holds. */
  SampleType inputType();

  /** What is written to the input tensor. */
  Feed feed();

  /** Name of the input tensor {@code [n, height, width, 3]}. */
  String inputName();

  /**
   * Name of the tensor up to which a CPU computes picture by picture what it then computes on by
   * batches; empty where it computes batches from the start.
   */
  String mapsName();

  /** Names of the tensors {@code [n, classes]} that are scores; none in a network without top. */
  ScoreNames scores();

  /** The tensor of pooled features; none in a model of others that does not give them. */
  FeatureTensor features();

  /**
   * Loads it.
   *
   * @return owned by the caller
   */
  GraphSession open(SessionSettings settings);

  /** What a network wants to be fed, which says who normalises. */
  enum Feed {
    /** A preset's samples as they are: the graph normalises. */
    SAMPLES,
    /** Normalised values, as the first convolution sees them. */
    NORMALISED,
    /** Values of 0 to 255 that the graph scales to -1 to 1 itself, as Keras's V3 does. */
    PIXELS
  }

  /**
   * Where scores come from.
   *
   * @param logits what ranks classes; in a model that only gives probabilities, those
   * @param probabilities their softmax; empty when it has to be computed from the logits
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
