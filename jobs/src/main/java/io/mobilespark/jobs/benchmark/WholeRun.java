// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.report.BenchmarkReport.Source;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.report.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One way from a source to a committed table, again and again. */
final class WholeRun {
  private final String name;
  private final String title;
  private final Function<ProgressListener, Timed> work;
  private final List<Measured> runs = new ArrayList<>();

  /**
   * Nothing has run yet.
   *
   * @param name of the source
   * @param title with the program
   * @param work one run
   */
  WholeRun(String name, String title, Function<ProgressListener, Timed> work) {
    this.name = name;
    this.title = title;
    this.work = work;
  }

  /**
   * How a run went.
   *
   * @param pictures rows of the table
   * @param seconds from the first picture's reading to the committed table
   * @param coreSeconds of the cores, by what took them; together {@code cores * seconds}
   */
  record Timed(long pictures, double seconds, Map<String, Double> coreSeconds) {}

  /**
   * A run and what it is held against.
   *
   * @param limit of the parts right before and after it, in pictures per second
   */
  private record Measured(Timed run, double limit) {
    double rate() {
      return run.pictures() / run.seconds();
    }

    double ratio() {
      return rate() / limit;
    }
  }

  /** Runs once and returns how it went. */
  Timed run(ProgressListener progress) {
    return work.apply(progress);
  }

  void add(Timed run, double limit) {
    runs.add(new Measured(run, limit));
  }

  Source figures() {
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    for (Measured each : runs) {
      double perPicture = 1e6 / each.run().pictures();
      each.run()
          .coreSeconds()
          .forEach(
              (what, seconds) ->
                  micros.computeIfAbsent(what, w -> new ArrayList<>()).add(seconds * perPicture));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    micros.forEach((what, values) -> medians.put(what, Spread.of(values).median()));
    return new Source(
        name,
        title,
        runs.get(0).run().pictures(),
        runs.stream().map(Measured::rate).toList(),
        runs.stream().map(Measured::ratio).toList(),
        medians);
  }
}
