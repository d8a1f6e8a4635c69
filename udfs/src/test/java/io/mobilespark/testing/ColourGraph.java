// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.model.Head;
import io.mobilespark.model.LowLayers;
import io.mobilespark.model.ModelFamily;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.tensorflow.GraphDefWriter;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.ScoreKind;
import java.util.List;

/**
 * A network whose answers can be told in advance: the logits of its three classes are the mean red,
 * green and blue of the samples, as the preset gives them. Its input is 32x32.
 */
public final class ColourGraph {
  private static final long SIDE = 32;

  private ColourGraph() {}

  /** The network for samples of a type, without normalisation. */
  public static ServedNetwork of(SampleType sampleType) {
    GraphDefWriter graph = new GraphDefWriter();
    String samples = graph.placeholder("input", sampleType, List.of(-1L, SIDE, SIDE, 3L));
    if (sampleType == SampleType.UINT8) {
      samples = graph.castToFloat("samples", samples);
    }
    graph.spatialMean("features", samples, false);
    graph.identity("logits", "features");
    graph.softmax("softmax", "logits");
    return new FrozenNetwork(
        new FrozenGraph(
            new ModelSpec(ModelFamily.MOBILENET_V1, 1.0, (int) SIDE, (int) SIDE, 3, false),
            Head.CLASSIFIER,
            InputRange.SYMMETRIC,
            ScoreKind.CLASSES,
            sampleType,
            Normalisation.NONE,
            3,
            "0".repeat(64),
            "",
            LowLayers.NONE,
            graph.toBytes()));
  }
}
