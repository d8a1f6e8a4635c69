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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoded pixels to the samples of a 224x224 input, per picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class ResampleBenchmark {
  /** Every preset. */
  @Param({
    "squash",
    "slim-inception",
    "mlperf-mobilenet",
    "keras-table",
    "keras-docs",
    "torchvision",
    "torchvision-232",
    "timm",
    "timm-bilinear"
  })
  public String preset = "";

  private List<RgbImage> pictures = List.of();
  private Resampler resampler = image -> new ByteSamples(1, 1);
  private int next;

  /** Draws or reads the pictures. */
  @Setup
  public void pictures() {
    pictures = BenchmarkPictures.decoded();
    resampler = Presets.byName(preset).resampler(224, 224);
  }

  /** Resizing and cropping; normalisation is the graph's. */
  @Benchmark
  public Samples resample() {
    next = (next + 1) % pictures.size();
    return resampler.resample(pictures.get(next));
  }
}
