// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One bulk copy of a 224x224 picture into native memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class PixelTensorBenchmark {
  private static final int SIDE = 224;
  private static final int BATCH = 8;

  private final PixelTensor bytes = PixelTensor.allocate(SampleType.UINT8, BATCH, SIDE, SIDE);
  private final PixelTensor floats = PixelTensor.allocate(SampleType.FLOAT32, BATCH, SIDE, SIDE);
  private final byte[] byteSamples = new byte[SIDE * SIDE * 3];
  private final float[] floatSamples = new float[SIDE * SIDE * 3];
  private int next;

  /** Of a preset that ends in 8-bit pixels. */
  @Benchmark
  public void writeBytes() {
    next = (next + 1) % BATCH;
    bytes.write(next, byteSamples);
  }

  /** Of a preset that ends in floats. */
  @Benchmark
  public void writeFloats() {
    next = (next + 1) % BATCH;
    floats.write(next, floatSamples);
  }

  /** Gives the native memory back. */
  @TearDown
  public void close() {
    bytes.close();
    floats.close();
  }
}
