// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.report.BenchmarkReport.PartRates;
import io.mobilespark.jobs.report.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures the parts in turns, on all cores and on one. */
final class PartBench implements AutoCloseable {
  private static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16, 32);
  private static final int TURNS = 3;

  private final int cores;
  private final PartWorkers atRunsBatch;
  private final long slice;
  private final PartWorkers decoding;
  private final PartWorkers preprocessing;
  private final SortedMap<Integer, PartWorkers> inference = new TreeMap<>();
  private final List<Rates> all = new ArrayList<>();
  private final List<Rates> alone = new ArrayList<>();
  private final SortedMap<Integer, List<Double>> byBatch = new TreeMap<>();
  private final SortedMap<Integer, List<Double>> byBatchAlone = new TreeMap<>();
  private Rates expected = new Rates(1, 1, 1);

  /**
   * Makes the parts.
   *
   * @param batch pictures per inference in the run
   * @param slice the time of one measurement; the parts that a run is held against share six
   */
  PartBench(Parts parts, int cores, int batch, Duration slice) {
    this.cores = cores;
    this.slice = slice.toNanos();
    this.decoding = new PartWorkers(cores, parts::decoding);
    this.preprocessing = new PartWorkers(cores, parts::preprocessing);
    for (int size : BATCHES) {
      inference.put(size, new PartWorkers(cores, () -> parts.inference(size)));
    }
    this.atRunsBatch =
        inference.computeIfAbsent(
            batch, size -> new PartWorkers(cores, () -> parts.inference(size)));
  }

  /**
   * One measurement of the parts that belong to a picture, in pictures per second.
   *
   * @param decode the part alone
   * @param preprocess the part alone
   * @param inference the part alone, at the run's batch
   */
  record Rates(double decode, double preprocess, double inference) {
    double limit() {
      return 1 / (1 / decode + 1 / preprocess + 1 / inference);
    }

    /** Of the mean times. */
    static Rates mean(List<Rates> all) {
      return new Rates(
          all.size() / all.stream().mapToDouble(r -> 1 / r.decode).sum(),
          all.size() / all.stream().mapToDouble(r -> 1 / r.preprocess).sum(),
          all.size() / all.stream().mapToDouble(r -> 1 / r.inference).sum());
    }
  }

  /**
   * Measures the three parts on all cores, one after the other, several times. Each has its share
   * of a picture's time: what the machine does meanwhile weighs as much as in a run.
   */
  Rates onAllCores() {
    List<Rates> rates = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      rates.add(
          new Rates(
              decoding.rate(slice(expected.decode)),
              preprocessing.rate(slice(expected.preprocess)),
              atRunsBatch.rate(slice(expected.inference))));
    }
    Rates mean = Rates.mean(rates);
    all.add(mean);
    return mean;
  }

  /** Of six slices by a part's share; no less than half a one. */
  private long slice(double rate) {
    return (long) (slice * Math.max(0.5, 6 * expected.limit() / rate));
  }

  /** Measures what no ratio needs: one core alone, and other batches. */
  void theRest() {
    alone.add(on(1));
    inference.forEach(
        (size, workers) -> {
          byBatch.computeIfAbsent(size, s -> new ArrayList<>()).add(workers.rate(slice));
          byBatchAlone.computeIfAbsent(size, s -> new ArrayList<>()).add(workers.rate(1, slice));
        });
  }

  /** Lets the JVM compile what is measured, and finds out how long each part takes. */
  void warmUp() {
    for (int i = 0; i < TURNS; i++) {
      expected = on(cores);
    }
    inference.values().forEach(workers -> workers.rate(slice));
  }

  private Rates on(int threads) {
    return new Rates(
        decoding.rate(threads, slice),
        preprocessing.rate(threads, slice),
        atRunsBatch.rate(threads, slice));
  }

  PartRates allCores() {
    return rates(all);
  }

  PartRates oneCore() {
    return rates(alone);
  }

  SortedMap<Integer, Spread> byBatch() {
    return spreads(byBatch);
  }

  SortedMap<Integer, Spread> byBatchOneCore() {
    return spreads(byBatchAlone);
  }

  private static PartRates rates(List<Rates> all) {
    return new PartRates(
        Spread.of(all.stream().map(Rates::decode).toList()),
        Spread.of(all.stream().map(Rates::preprocess).toList()),
        Spread.of(all.stream().map(Rates::inference).toList()),
        Spread.of(all.stream().map(Rates::limit).toList()));
  }

  private static SortedMap<Integer, Spread> spreads(SortedMap<Integer, List<Double>> byBatch) {
    SortedMap<Integer, Spread> spreads = new TreeMap<>();
    byBatch.forEach((size, rates) -> spreads.put(size, Spread.of(rates)));
    return spreads;
  }

  @Override
  public void close() {
    decoding.close();
    preprocessing.close();
    inference.values().forEach(PartWorkers::close);
  }
}
