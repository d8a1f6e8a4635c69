// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.PreparedPicture.Sampled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From encoded pictures to input tensors: decodes each picture once and preprocesses it once per
 * preset and kind of input. Owns the tensors; used by one thread.
 */
final class PictureInputs implements AutoCloseable {
  private final PictureDecoder decoder;
  private final int maxRows;
  private final Map<InputBatch.Kind, InputBatch> inputs = new LinkedHashMap<>();

  PictureInputs(ImageLimits images, Collection<Preset> presets, int maxRows) {
    this.decoder = new PictureDecoder(images, presets);
    this.maxRows = maxRows;
  }

  /** The input for a network, which others of the same kind share. Stays this object's. */
  InputBatch input(ServedNetwork network, Preset preset) {
    return inputs.computeIfAbsent(
        InputBatch.Kind.of(network, preset), kind -> new InputBatch(network, preset, maxRows));
  }

  /**
   * Fills the inputs with a batch.
   *
   * @return one entry a row; those sampled have the places from 0 on, in order
   */
  List<PreparedPicture> prepare(RecordBatch batch, StageTimes times) {
    if (batch.rows() > maxRows) {
      throw new IllegalArgumentException(
          "A batch of " + batch.rows() + " rows, at most " + maxRows);
    }
    List<PreparedPicture> prepared = new ArrayList<>(batch.rows());
    int filled = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int place = filled;
      PreparedPicture picture =
          decoder.prepare(
              batch,
              row,
              place,
              image -> inputs.values().forEach(input -> input.put(place, image)),
              times);
      filled += picture instanceof Sampled ? 1 : 0;
      prepared.add(picture);
    }
    return prepared;
  }

  @Override
  public void close() {
    inputs.values().forEach(InputBatch::close);
    inputs.clear();
  }
}
