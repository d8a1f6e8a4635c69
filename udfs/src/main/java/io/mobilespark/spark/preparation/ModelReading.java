// SPDX-License-Identifier: Apache-2.0
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
 * @param architecture a local or remote file of Keras's {@code to_json} that says what model
 *     weights are of; empty for files that say it, and for Keras's own networks
 */
public record ModelReading(
    Optional<String> signature,
    Optional<String> outputName,
    Optional<InputRange> range,
    Optional<ScoreActivation> activation,
    Optional<String> architecture)
    implements Serializable {

  /** Of a file that is no weights alone. */
  public ModelReading(
      Optional<String> signature,
      Optional<String> outputName,
      Optional<InputRange> range,
      Optional<ScoreActivation> activation) {
    this(signature, outputName, range, activation, Optional.empty());
  }

  /** The file says it all. */
  public static final ModelReading AS_FOUND =
      new ModelReading(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
