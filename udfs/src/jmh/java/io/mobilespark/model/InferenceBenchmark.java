// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** MobileNet V1 0.25 at 128x128 with weights of a seed, per batch, in one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class InferenceBenchmark {
  private static final int SIDE = 128;

  /** Pictures. */
  @Param({"1", "8"})
  public int batch;

  private final FrozenGraph graph = graph();
  private final GraphSession session =
      GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
  private List<PixelTensor> input = List.of();

  /** A batch of black pictures: the time does not depend on what is in them. */
  @Setup
  public void input() {
    PixelTensor black = PixelTensor.allocate(SampleType.UINT8, batch, SIDE, SIDE);
    black.clear();
    input = List.of(black);
  }

  /** Samples to logits and probabilities. */
  @Benchmark
  public List<float[]> infer() {
    return session.run(
        graph.inputName(), input.get(0), List.of(graph.logitsName(), graph.softmaxName()));
  }

  /** Gives the native memory back. */
  @TearDown
  public void close() {
    session.close();
    input.forEach(PixelTensor::close);
  }

  private static FrozenGraph graph() {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse("mobilenet_v1"), 0.25, SIDE);
    Network network = Network.of(spec, Head.CLASSIFIER);
    return FrozenGraph.of(
        TestWeights.of(network, 1).inMemory(network),
        SampleType.UINT8,
        Normalisation.MINUS_ONE_TO_ONE);
  }
}
