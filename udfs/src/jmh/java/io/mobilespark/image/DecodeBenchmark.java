// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoded bytes to pixels, per picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class DecodeBenchmark {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
  private List<byte[]> pictures = List.of();
  private int next;

  /** Draws or reads the pictures. */
  @Setup
  public void pictures() {
    pictures = BenchmarkPictures.encoded();
  }

  /** The accurate DCT, as every preset has it. */
  @Benchmark
  public DecodedImage decode() {
    next = (next + 1) % pictures.size();
    return decoder.decode(pictures.get(next));
  }
}
