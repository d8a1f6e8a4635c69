// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.inference.Embedding.Embedded;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.inference.Predictor.Outputs;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.inference.PreparedPicture.Refused;
import io.mobilespark.inference.PreparedPicture.Sampled;
import io.mobilespark.labels.TopK;
import java.util.List;
import java.util.stream.Stream;

/** What the networks said of a batch, before anybody ranks it. Rows and networks count from 0. */
public final class InferredBatch {
  private final List<PreparedPicture> pictures;
  private final List<Outputs> outputs;

  InferredBatch(List<PreparedPicture> pictures, List<Outputs> outputs) {
    this.pictures = pictures;
    this.outputs = outputs;
  }

  /** As many as the record batch had. */
  public int rows() {
    return pictures.size();
  }

  /** The rows that did not reach the networks. */
  public List<Rejected> rejected() {
    return pictures.stream()
        .flatMap(
            picture ->
                picture instanceof Refused refused ? Stream.of(refused.rejected()) : Stream.empty())
        .toList();
  }

  /** How many pictures carry a turn that was ignored. */
  public long turnsIgnored() {
    return pictures.stream()
        .filter(picture -> picture instanceof Sampled sampled && sampled.caveats().turnIgnored())
        .count();
  }

  /** The classes of a row by a network that was asked for scores. */
  public Prediction prediction(int row, int network, TopK topK) {
    if (pictures.get(row) instanceof Sampled sampled) {
      Scores scores = outputs.get(network).scores();
      return new Classified(
          sampled.path(),
          sampled.width(),
          sampled.height(),
          topK.rank(
              scores.logits(),
              scores.probabilities(),
              sampled.place() * scores.classes(),
              scores.classes()),
          sampled.caveats());
    }
    return ((Refused) pictures.get(row)).rejected();
  }

  /** The features of a row by a network that was asked for them. */
  public Embedding embedding(int row, int network) {
    if (pictures.get(row) instanceof Sampled sampled) {
      return new Embedded(
          sampled.path(),
          sampled.width(),
          sampled.height(),
          outputs.get(network).features().row(sampled.place()),
          sampled.caveats());
    }
    return ((Refused) pictures.get(row)).rejected();
  }
}
