// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.image.Preset;
import io.mobilespark.image.RgbImage;
import io.mobilespark.inference.Predictor.Outputs;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures of a batch as one input tensor, made by one preset. Networks that want the same
 * share it. Owned by one task, used by one thread.
 */
public final class InputBatch implements AutoCloseable {
  private final InputSamples samples;
  private final PixelTensor tensor;

  /** What tells inputs apart: networks of the same kind take the same tensor. */
  record Kind(
      String preset,
      int height,
      int width,
      SampleType type,
      Optional<Normalisation> normalisation) {
    static Kind of(ServedNetwork network, Preset preset) {
      return new Kind(
          preset.name(),
          network.height(),
          network.width(),
          network.inputType(),
          InputSamples.normalisation(network, preset));
    }
  }

  /** Takes native memory for as many pictures as a batch may have; closed by the caller. */
  public InputBatch(ServedNetwork network, Preset preset, int maxRows) {
    this.samples = new InputSamples(network, preset);
    this.tensor =
        PixelTensor.allocate(network.inputType(), maxRows, network.height(), network.width());
  }

  /** Preprocesses a picture into a place of the tensor, counted from 0. */
  public void put(int place, RgbImage image) {
    samples.write(image, tensor, place);
  }

  /** Scores of the pictures at the first places. */
  public Scores scores(Predictor predictor, int pictures) {
    return outputs(predictor, pictures, Set.of(Output.SCORES)).scores();
  }

  /** Pooled features of the pictures at the first places. */
  public Features features(Predictor predictor, int pictures) {
    return outputs(predictor, pictures, Set.of(Output.FEATURES)).features();
  }

  /** What is wanted of the pictures at the first places, computed in one run. */
  Outputs outputs(Predictor predictor, int pictures, Set<Output> wanted) {
    if (pictures == tensor.pictures()) {
      return predictor.outputs(tensor, wanted);
    }
    try (PixelTensor part = tensor.first(pictures)) {
      return predictor.outputs(part, wanted);
    }
  }

  @Override
  public void close() {
    tensor.close();
  }
}
