// SPDX-License-Identifier: Apache-2.0
package io.mobilespark;

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

/**
 * Work that no change to this project makes faster or slower: what {@link Slower} takes other
 * benchmarks by. Bytes looked up and multiplied, over more than a core's first cache holds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class CalibrationBenchmark {
  private final byte[] bytes = new byte[256 << 10];
  private final float[] weights = new float[256];

  /** Values of a seed. */
  public CalibrationBenchmark() {
    Random random = new Random(1);
    random.nextBytes(bytes);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat();
    }
  }

  /** One pass. */
  @Benchmark
  public float pass() {
    float even = 0;
    float odd = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      even += weights[bytes[i] & 0xff] * i;
      odd += weights[bytes[i + 1] & 0xff] * i;
    }
    return even - odd;
  }
}
