package io.mobilespark.jobs.benchmark;

import io.mobilespark.spark.preparation.PreparedModel;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One repetition, in pictures per second of all cores.
 *
 * @param decode the part alone
 * @param preprocess the part alone
 * @param inference the part alone
 * @param endToEnd the label job
 * @param pictures rows of the label job
 */
record Round(double decode, double preprocess, double inference, double endToEnd, long pictures) {
  double limit() {
    return 1 / (1 / decode + 1 / preprocess + 1 / inference);
  }

  double ratio() {
    return endToEnd / limit();
  }

  static BenchmarkResult medians(
      List<Round> rounds, PreparedModel model, int cores, Map<Integer, Double> byBatch) {
    return new BenchmarkResult(
        model.id(),
        model.preset().name(),
        model.precision().toString(),
        cores,
        rounds.size(),
        rounds.get(0).pictures(),
        median(rounds, Round::decode),
        median(rounds, Round::preprocess),
        median(rounds, Round::inference),
        byBatch,
        median(rounds, Round::limit),
        median(rounds, Round::endToEnd),
        median(rounds, Round::ratio),
        rounds.stream().mapToDouble(Round::ratio).min().orElseThrow(),
        rounds.stream().mapToDouble(Round::ratio).max().orElseThrow());
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
    double[] sorted = rounds.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
