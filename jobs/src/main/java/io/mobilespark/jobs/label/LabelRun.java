package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.sink.Publication;
import io.mobilespark.jobs.sink.RunLock;
import io.mobilespark.jobs.sink.RunManifest;
import io.mobilespark.jobs.sink.TableRun;
import io.mobilespark.jobs.sink.TableSink;
import io.mobilespark.jobs.sink.Wave;
import io.mobilespark.jobs.source.PictureFile;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.preparation.PreparedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;

/** Writes a run's pictures wave by wave, then makes the table of them. */
final class LabelRun {
  private final LabelSettings settings;
  private final TableRun run;
  private final TableSink sink;
  private final RunLock lock;
  private final List<PreparedModel> models;
  private final SparkContext spark;

  LabelRun(
      LabelSettings settings,
      TableRun run,
      TableSink sink,
      RunLock lock,
      List<PreparedModel> models) {
    this.settings = settings;
    this.run = run;
    this.sink = sink;
    this.lock = lock;
    this.models = models;
    this.spark = sink.session().sparkContext();
  }

  LabelSummary run(List<PictureFile> listed, Attempt attempt) throws IOException {
    if (!run.allDone()) {
      List<PictureFile> pictures = missing(listed);
      run.begin(pictures.size());
      if (pictures.isEmpty()) {
        return new LabelSummary(run.target().toString(), run.table().orElseThrow(), true);
      }
      write(pictures, attempt);
    }
    return publish(attempt);
  }

  /** The pictures that the table to be added to lacks. */
  private List<PictureFile> missing(List<PictureFile> listed) {
    if (run.table().isEmpty()) {
      return listed;
    }
    Set<String> there =
        sink.read(List.of(run.target())).select("path").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
    return listed.stream().filter(picture -> !there.contains(picture.path())).toList();
  }

  private void write(List<PictureFile> pictures, Attempt attempt) throws IOException {
    attempt.progress().expect(pictures.size() - run.next());
    ErrorWatch errors =
        new ErrorWatch(
            settings.commit().maxErrors(),
            pictures.size(),
            () -> spark.cancelJobGroup(attempt.id()));
    errors.committed(CommittedRows.storageErrors(counts()));
    spark.addSparkListener(attempt.progress());
    spark.addSparkListener(errors);
    spark.setJobGroup(attempt.id(), "label", true);
    WaveSize size = new WaveSize(spark.defaultParallelism(), settings.commit().unitPictures());
    try (Classification classification = new Classification(sink.session(), settings, models)) {
      double rate = 0;
      while (run.next() < pictures.size()) {
        long to = Math.min(pictures.size(), run.next() + size.next(rate));
        List<PictureFile> next = pictures.subList((int) run.next(), (int) to);
        Wave wave = write(next, classification, errors, attempt);
        rate = wave.pictures() / wave.seconds();
      }
    } catch (MobileSparkException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      if (errors.failure().isPresent()) {
        throw new MobileSparkException(errors.failure().get(), e);
      }
      throw e;
    } finally {
      spark.clearJobGroup();
      spark.removeSparkListener(errors);
      spark.removeSparkListener(attempt.progress());
      attempt.progress().finish();
    }
  }

  private Wave write(
      List<PictureFile> pictures, Classification classification, ErrorWatch errors, Attempt attempt)
      throws IOException {
    Path folder = run.nextFolder(attempt.id());
    LabelMetrics metrics = new LabelMetrics(spark);
    long start = System.nanoTime();
    sink.write(classification.rows(pictures, metrics), folder);
    double seconds = (System.nanoTime() - start) / 1e9;
    CommittedRows rows = new CommittedRows(sink.read(List.of(folder)), models.size());
    Map<String, Long> counts = rows.counts();
    Wave wave =
        new Wave(
            folder.getName(),
            run.next(),
            run.next() + pictures.size(),
            counts,
            seconds,
            stageSeconds(metrics));
    if (wave.pictures() != pictures.size()) {
      throw new MobileSparkException(
          "%d pictures were listed, but %d rows were written; nothing was committed"
              .formatted(pictures.size(), wave.pictures()));
    }
    long failed = CommittedRows.storageErrors(counts) + CommittedRows.storageErrors(counts());
    if (failed > 0) {
      errors.require(failed, rows.storageCauses());
    }
    errors.committed(failed);
    lock.check();
    run.add(wave);
    return wave;
  }

  private LabelSummary publish(Attempt attempt) throws IOException {
    if (run.waves().size() > 1) {
      // Each wave has been checked by itself.
      new CommittedRows(sink.read(run.waveFolders()), models.size()).counts();
    }
    Map<String, Long> counts = counts();
    long pictures = counts.values().stream().mapToLong(Long::longValue).sum();
    if (pictures != run.toDo()) {
      throw new MobileSparkException(
          "%d pictures were to be done, but %d are; nothing was committed"
              .formatted(run.toDo(), pictures));
    }
    lock.check();
    double seconds = run.waves().stream().mapToDouble(Wave::seconds).sum();
    Map<String, Double> stages = new LinkedHashMap<>();
    run.waves()
        .forEach(
            wave -> wave.stageSeconds().forEach((stage, s) -> stages.merge(stage, s, Double::sum)));
    RunManifest manifest =
        RunManifest.of(
            new RunManifest.Run(run.id(), attempt.arguments(), run.startedAt(), seconds, pictures),
            Versions.all(spark.version()),
            run.fingerprint(),
            counts,
            stages);
    RunManifest whole = run.table().map(manifest::after).orElse(manifest);
    new Publication(run, sink).publish(whole, pictures * models.size());
    return new LabelSummary(run.target().toString(), whole, false);
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    run.waves()
        .forEach(
            wave -> wave.counts().forEach((outcome, n) -> counts.merge(outcome, n, Long::sum)));
    return CommittedRows.ordered(counts);
  }

  private static Map<String, Double> stageSeconds(LabelMetrics metrics) {
    Map<String, Double> stages = new LinkedHashMap<>();
    metrics
        .stageSeconds()
        .forEach((stage, time) -> stages.put(stage.name().toLowerCase(Locale.ROOT), time));
    return stages;
  }
}
