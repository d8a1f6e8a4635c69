// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Ranking the 1,000 classes of one picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class TopKBenchmark {
  private static final int CLASSES = 1000;

  private final TopK topK = new TopK(5);
  private final float[] logits = new float[CLASSES];
  private final float[] probabilities = new float[CLASSES];

  /** Scores without an order that would make it easy. */
  public TopKBenchmark() {
    Random random = new Random(1);
    for (int i = 0; i < CLASSES; i++) {
      logits[i] = (float) random.nextGaussian();
      probabilities[i] = 1f / CLASSES;
    }
  }

  /** The best five. */
  @Benchmark
  public List<RankedClass> rank() {
    return topK.rank(logits, probabilities, 0, CLASSES);
  }
}
