package io.mobilespark.spark.preparation;

import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.ScoreActivation;
import java.io.Serializable;
import java.util.Optional;

/**
 * What a user says of a file's meaning, where the file leaves it open or means something else.
 *
 * @param signature of a SavedModel; empty for {@code serving_default}
 * @param outputName the output of that signature that scores classes; needed where there are
 *     several
 * @param range what the model wants pixels to be; empty for what is found
 * @param activation what makes probabilities of the outputs; empty for what is found
 */
public record ModelReading(
    Optional<String> signature,
    Optional<String> outputName,
    Optional<InputRange> range,
    Optional<ScoreActivation> activation)
    implements Serializable {

  /** The file says it all. */
  public static final ModelReading AS_FOUND =
      new ModelReading(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
