// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.BatchInference.Asked;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A batch of encoded pictures in, the pooled features of each out, in order. One per task, used by
 * one thread; borrows the predictor.
 */
public final class BatchEmbedder implements AutoCloseable {
  private final BatchInference inference;

  /**
   * An embedder.
   *
   * @param predictor of a network that gives features; stays the caller's
   * @param preset gives its samples
   * @param maxRows the largest batch
   */
  public BatchEmbedder(Predictor predictor, Preset preset, ImageLimits images, int maxRows) {
    this.inference =
        new BatchInference(
            List.of(new Asked(predictor, preset, Set.of(Output.FEATURES))), images, maxRows);
  }

  /**
   * Embeds every picture of a batch.
   *
   * @param times takes the time of each stage
   * @return one per row, in order
   */
  public List<Embedding> embed(RecordBatch batch, StageTimes times) {
    InferredBatch inferred = inference.infer(batch, times);
    return IntStream.range(0, inferred.rows()).mapToObj(row -> inferred.embedding(row, 0)).toList();
  }

  @Override
  public void close() {
    inference.close();
  }
}
