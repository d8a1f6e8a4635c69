package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.BenchmarkReport.Source;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.report.Spread;
import io.mobilespark.jobs.run.RunSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** {@code label} from one kind of source, again and again. */
final class WholeRun {
  private final String name;
  private final SparkSession spark;
  private final LabelSettings settings;
  private final List<Measured> runs = new ArrayList<>();

  WholeRun(String name, SparkSession spark, LabelSettings settings) {
    this.name = name;
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * A run and what it is held against.
   *
   * @param limit of the parts right before and after it, in pictures per second
   */
  private record Measured(RunSummary run, double limit) {
    double rate() {
      return pictures() / run.times().workSeconds();
    }

    double ratio() {
      return rate() / limit;
    }

    long pictures() {
      return run.manifest().pictures();
    }

    /** Microseconds per picture and core, by what took them. */
    Map<String, Double> coreMicros(int cores) {
      double perPicture = 1e6 / pictures();
      Map<String, Double> micros = new LinkedHashMap<>();
      double inTasks = 0;
      for (Map.Entry<String, Double> stage : run.manifest().stageSeconds().entrySet()) {
        micros.put(stage.getKey(), stage.getValue() * perPicture);
        inTasks += stage.getValue();
      }
      double writing = run.manifest().seconds();
      micros.put("write and wait", (cores * writing - inTasks) * perPicture);
      micros.put("check and commit", cores * (run.times().workSeconds() - writing) * perPicture);
      return micros;
    }
  }

  /** Labels once and returns how it went. */
  RunSummary run(ProgressListener progress) {
    return new LabelJob(spark, settings).run(List.of("benchmark"), progress);
  }

  void add(RunSummary run, double limit) {
    runs.add(new Measured(run, limit));
  }

  Source figures(int cores) {
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    runs.forEach(
        run ->
            run.coreMicros(cores)
                .forEach(
                    (what, value) ->
                        micros.computeIfAbsent(what, w -> new ArrayList<>()).add(value)));
    Map<String, Double> medians = new LinkedHashMap<>();
    micros.forEach((what, values) -> medians.put(what, Spread.of(values).median()));
    List<Double> ratios = runs.stream().map(Measured::ratio).toList();
    return new Source(
        name,
        runs.get(0).pictures(),
        Spread.of(runs.stream().map(Measured::rate).toList()),
        Spread.of(ratios),
        ratios,
        medians);
  }
}
