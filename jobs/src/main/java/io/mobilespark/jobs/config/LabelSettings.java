// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.spark.DeviceUse;
import io.mobilespark.spark.preparation.ModelSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code label} is asked to do.
 *
 * @param source where the pictures come from
 * @param models which networks, each with its weights and preprocessing; at least one
 * @param batch where a record batch ends
 * @param topK classes kept per picture, 1 or more
 * @param threshold the least probability of what stands in the column {@code labels}; empty for no
 *     such column
 * @param output where the table goes
 * @param commit how its rows get there
 * @param device where the networks compute
 */
public record LabelSettings(
    SourceSettings source,
    List<ModelSettings> models,
    BatchLimits batch,
    int topK,
    Optional<Float> threshold,
    OutputSettings output,
    CommitSettings commit,
    DeviceUse device) {

  /** The largest encoded picture that is read; a larger one is a row with {@code TOO_LARGE}. */
  public static final long MAX_PICTURE_BYTES = 64L << 20;

  /** Checks the inputs and k. */
  public LabelSettings {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("--model needs at least one network");
    }
    if (topK < 1) {
      throw new IllegalArgumentException("--top-k is 1 or more: " + topK);
    }
    threshold.ifPresent(
        least -> {
          if (!(least > 0 && least <= 1)) {
            throw new IllegalArgumentException("--threshold is above 0 and at most 1: " + least);
          }
        });
    device =
        device.computing(models.stream().map(ModelSettings::precision).collect(Collectors.toSet()));
    new RunSettings(source, output, commit);
  }

  /** What every job is asked that makes such a table. */
  public RunSettings run() {
    return new RunSettings(source, output, commit);
  }

  /** Classes that are ranked of each picture: all of them where a threshold decides. */
  public int rankedClasses() {
    return threshold.isPresent() ? Integer.MAX_VALUE : topK;
  }

  /** The folders, globs, files or table that pictures come from. */
  public List<String> inputs() {
    return source.inputs();
  }

  /** The same, losing no more than that. */
  public LabelSettings within(FailureLimits limits) {
    return new LabelSettings(
        source, models, batch, topK, threshold, output, CommitSettings.within(limits), device);
  }

  /** The same keeping another number of classes. */
  public LabelSettings keeping(int classes) {
    return new LabelSettings(source, models, batch, classes, threshold, output, commit, device);
  }

  /** The same into a folder that is not there yet. */
  public LabelSettings into(String uri) {
    OutputSettings other = new OutputSettings(uri, false, output.compression());
    return new LabelSettings(source, models, batch, topK, threshold, other, commit, device);
  }

  /** Settings of plain inputs that commit as usual, on a GPU where there is one. */
  public LabelSettings(
      List<String> inputs,
      List<ModelSettings> models,
      BatchLimits batch,
      int topK,
      OutputSettings output) {
    this(
        SourceSettings.of(inputs),
        models,
        batch,
        topK,
        Optional.empty(),
        output,
        CommitSettings.DEFAULT,
        DeviceUse.DEFAULT);
  }
}
