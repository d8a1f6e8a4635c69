// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.model.FrozenGraph;
import io.mobilespark.tensorflow.GeneratedInput;
import io.mobilespark.tensorflow.GraphDefWriter;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;

/**
 * What a device does with a batch, step by step and apart from each other, for measuring: to copy a
 * batch to it, and to compute one that is there. Any number of threads may have steps; closed after
 * them.
 */
public final class DeviceSteps implements AutoCloseable {
  private static final String MEAN = "mean";

  private final FrozenGraph graph;
  private final int batchPictures;
  private final GraphSession copying;
  private final GraphSession computing;

  private DeviceSteps(
      FrozenGraph graph, int batchPictures, GraphSession copying, GraphSession computing) {
    this.graph = graph;
    this.batchPictures = batchPictures;
    this.copying = copying;
    this.computing = computing;
  }

  /** One thread's way to do a step again and again. */
  public interface Step extends AutoCloseable {
    /** Does it once and returns how many pictures that were. */
    int run();

    @Override
    void close();
  }

  /**
   * Opens both steps.
   *
   * @param topK classes that come back per picture, as in a run
   */
  public static DeviceSteps open(
      FrozenNetwork network, SessionSettings settings, int topK, int batchPictures) {
    FrozenGraph ranking = network.graph().ranking(topK);
    List<Long> shape =
        List.of((long) batchPictures, (long) network.height(), (long) network.width(), 3L);
    GraphSession computing =
        GraphSession.open(
            GeneratedInput.of(
                ranking.in(settings.precision()).graphDef(),
                ranking.inputName(),
                ranking.sampleType(),
                shape),
            settings);
    try {
      GraphSession copying = GraphSession.open(means(ranking), settings.compiled(false));
      return new DeviceSteps(ranking, batchPictures, copying, computing);
    } catch (RuntimeException e) {
      computing.close();
      throw e;
    }
  }

  /** Copies a batch of samples and computes their means, which costs little beside it. */
  public Step copying() {
    PixelTensor samples =
        PixelTensor.allocate(
            graph.sampleType(), batchPictures, graph.spec().height(), graph.spec().width());
    samples.clear();
    return step(copying, graph.inputName(), samples, List.of(MEAN));
  }

  /** Computes ranked classes of a batch that the device makes itself. */
  public Step computing() {
    PixelTensor seed = PixelTensor.allocate(SampleType.FLOAT32, 1, 1, 1);
    seed.clear();
    return step(
        computing,
        GeneratedInput.SEED,
        seed,
        List.of(graph.rankedClassesName(), graph.rankedProbabilitiesName()));
  }

  @Override
  public void close() {
    try {
      copying.close();
    } finally {
      computing.close();
    }
  }

  private Step step(GraphSession session, String input, PixelTensor fed, List<String> outputs) {
    return new Step() {
      @Override
      public int run() {
        session.run(input, fed, outputs);
        return batchPictures;
      }

      @Override
      public void close() {
        fed.close();
      }
    };
  }

  private static byte[] means(FrozenGraph graph) {
    GraphDefWriter writer = new GraphDefWriter();
    String samples = writer.placeholder(graph.inputName(), graph.sampleType(), graph.inputShape());
    if (graph.sampleType() == SampleType.UINT8) {
      samples = writer.castToFloat("samples", samples);
    }
    writer.spatialMean(MEAN, samples, false);
    return writer.toBytes();
  }
}
