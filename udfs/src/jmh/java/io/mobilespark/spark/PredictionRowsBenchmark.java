// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.util.Locale;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.RankedClass;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The row of a picture with its best five classes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class PredictionRowsBenchmark {
  private final PredictionRows rows =
      new PredictionRows(ClassList.imagenet(), "mobilenet_v2_1.0_224_0123456789ab", "squash");
  private final List<Prediction> predictions =
      IntStream.range(0, 64).mapToObj(PredictionRowsBenchmark::prediction).toList();
  private int next;

  private static Prediction prediction(int picture) {
    List<RankedClass> ranked =
        IntStream.range(0, 5).mapToObj(i -> new RankedClass(picture * 15 + i, 0.2f)).toList();
    return new Classified(String.format(Locale.ROOT, "file:/pictures/%08d.jpg", picture), 500, 375, ranked);
  }

  /** As the table has it. */
  @Benchmark
  public Row row() {
    next = (next + 1) % predictions.size();
    return rows.row(predictions.get(next), Optional.empty());
  }
}
