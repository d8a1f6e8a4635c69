// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.Predictor.Outputs;
import io.mobilespark.inference.PreparedPicture.Sampled;
import io.mobilespark.inference.StageTimes.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A batch of encoded pictures in, what each network says of each of them out: decodes each picture
 * once, preprocesses it once per preset and input, runs each network once. One per task, used by
 * one thread; owns its scratch and its tensors, borrows the predictors.
 */
public final class BatchInference implements AutoCloseable {
  private final PictureInputs inputs;
  private final List<Asked> networks;

  /**
   * A network, its preprocessing, and what it is asked for.
   *
   * @param predictor stays the caller's
   * @param preset gives its samples
   * @param outputs at least one, all of which the network gives
   */
  public record Asked(Predictor predictor, Preset preset, Set<Output> outputs) {
    /** Copies the outputs. */
    public Asked {
      outputs = Set.copyOf(outputs);
      if (outputs.isEmpty()) {
        throw new IllegalArgumentException("A network is asked for at least one output");
      }
    }
  }

  /** Takes native memory for batches of as many rows. */
  public BatchInference(List<Asked> networks, ImageLimits images, int maxRows) {
    this.networks = List.copyOf(networks);
    this.inputs = new PictureInputs(images, networks.stream().map(Asked::preset).toList(), maxRows);
    for (Asked asked : this.networks) {
      inputs.input(asked.predictor().network(), asked.preset());
    }
  }

  /**
   * Infers a batch.
   *
   * @param times takes the time of each stage
   */
  public InferredBatch infer(RecordBatch batch, StageTimes times) {
    List<PreparedPicture> pictures = inputs.prepare(batch, times);
    int sampled = (int) pictures.stream().filter(picture -> picture instanceof Sampled).count();
    List<Outputs> outputs = new ArrayList<>(networks.size());
    for (Asked asked : networks) {
      outputs.add(outputs(asked, sampled, times));
    }
    return new InferredBatch(pictures, outputs);
  }

  /** Without a picture that can be read there are no outputs, and no row that asks for them. */
  private Outputs outputs(Asked asked, int pictures, StageTimes times) {
    if (pictures == 0) {
      return Outputs.NONE;
    }
    long start = System.nanoTime();
    Outputs outputs =
        inputs
            .input(asked.predictor().network(), asked.preset())
            .outputs(asked.predictor(), pictures, asked.outputs());
    times.add(Stage.INFER, start);
    return outputs;
  }

  @Override
  public void close() {
    inputs.close();
  }
}
