// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.jobs.config.CommitSettings;
import io.mobilespark.jobs.config.FailureLimits;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Wave;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.signal.Interruption;
import io.mobilespark.jobs.sink.Retried;
import io.mobilespark.jobs.sink.TableSink;
import io.mobilespark.jobs.source.ListCursor;
import io.mobilespark.jobs.source.ListIndex;
import io.mobilespark.jobs.source.ListIndex.Count;
import io.mobilespark.jobs.source.RunInput;
import io.mobilespark.jobs.source.RunList;
import io.mobilespark.source.SourcePart;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.spark.Rejections.Tally;
import io.mobilespark.spark.crash.CrashWatch;
import io.mobilespark.spark.sql.MeasuredPictures;
import io.mobilespark.storage.DoneMembers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes a run's pictures wave by wave, then makes the table of them. */
final class WaveRun {
  private final CommitSettings settings;
  private final RunJournal run;
  private final TableSink sink;
  private final RunLock lock;
  private final Inference inference;
  private final RunInput input;
  private final SparkContext spark;
  private final DeviceSummary device = new DeviceSummary();

  WaveRun(
      CommitSettings settings,
      RunJournal run,
      TableSink sink,
      RunLock lock,
      Inference inference,
      RunInput input) {
    this.settings = settings;
    this.run = run;
    this.sink = sink;
    this.lock = lock;
    this.inference = inference;
    this.input = input;
    this.spark = sink.session().sparkContext();
  }

  RunSummary run(Attempt attempt) throws IOException {
    if (!run.allDone()) {
      RunList list = input.list();
      boolean nothing =
          list.index().parts() == 0
              || (run.table().isPresent() && input.source().counted().equals(OptionalLong.of(0)));
      if (nothing) {
        return nothingNew();
      }
      run.begin(list.index().parts());
      write(list, known(), attempt);
    }
    Optional<Retried> retried =
        run.retriesErrors() ? sink.retried(input.list().keys(sink.session())) : Optional.empty();
    if (run.table().isPresent() && pictures() == 0 && retried.isEmpty()) {
      // Shards that hold nothing else than what is there.
      run.drop();
      return nothingNew();
    }
    return publish(attempt, retried);
  }

  private RunSummary nothingNew() {
    return new RunSummary(run.target().toString(), run.table().orElseThrow(), true);
  }

  /** Members of shards that the table to be added to has. */
  private DoneMembers known() {
    return run.table()
        .map(table -> input.list().members(sink.session(), sink.done(), table.pictures()))
        .orElse(DoneMembers.NONE);
  }

  private void write(RunList list, DoneMembers known, Attempt attempt) throws IOException {
    ErrorWatch errors =
        new ErrorWatch(
            limits(),
            limited(input.source().counted().orElse(list.index().pictures())),
            () -> spark.cancelJobGroup(attempt.id()));
    errors.committed(CommittedRows.rejected(counts(), inference.success()));
    spark.addSparkListener(attempt.progress());
    spark.addSparkListener(errors);
    spark.setJobGroup(attempt.id(), inference.command(), true);
    WaveSize size = new WaveSize(spark.defaultParallelism(), settings.unitPictures());
    List<SourcePart> underWay = List.of();
    try (WaveCrashes crashes = WaveCrashes.begin(run.crashNotes(), run.resumed(), spark);
        ListCursor cursor = list.from(run.next());
        Inference.Sent sent = inference.send(spark)) {
      expect(list.index(), cursor.pictures(), attempt.progress());
      left(list.index());
      double rate = 0;
      while (cursor.hasNext()) {
        List<SourcePart> next = cursor.take(size.next(rate), WaveSize.MOST_PARTS);
        underWay = next;
        Written written =
            write(
                (metrics, watch) -> rows(next, known, sent.work(metrics, watch)),
                crashes,
                errors,
                attempt);
        Wave wave = committed(next, written, errors);
        crashes.committed();
        sink.merge();
        rate = wave.pictures() / wave.seconds();
        left(list.index());
      }
    } catch (MobileSparkException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      if (errors.failure().isPresent()) {
        throw new MobileSparkException(errors.failure().get(), e);
      }
      Optional<String> changed = input.source().changed(underWay);
      if (changed.isPresent()) {
        throw new MobileSparkException(changed.get(), e);
      }
      throw e;
    } finally {
      spark.clearJobGroup();
      spark.removeSparkListener(errors);
      spark.removeSparkListener(attempt.progress());
      attempt.progress().finish();
    }
  }

  /** Says what an interruption would leave now. */
  private void left(ListIndex list) {
    String committed =
        list.count() == Count.EXACT
            ? String.format(Locale.ROOT, "%,d of %,d committed", run.next(), list.parts())
            : String.format(
                Locale.ROOT,
                "%,d of %,d files committed, %,d pictures",
                run.next(),
                list.parts(),
                pictures());
    Interruption.here()
        .leaves(
            run.next() == 0
                ? "nothing committed; the same command begins anew"
                : committed + "; --resume goes on");
  }

  /** The rows of some pictures but for those that are done, one per model; lazy. */
  private Dataset<Row> rows(List<? extends SourcePart> parts, DoneMembers done, PictureWork work) {
    return sink.session()
        .createDataFrame(input.source().rows(parts, work, done), inference.schema());
  }

  private void expect(ListIndex list, long pictures, ProgressListener progress) {
    progress.leftOut(list.leftOut());
    switch (list.count()) {
      case EXACT -> progress.expect(pictures);
      case ABOUT -> progress.expectAbout(list.parts() - run.next(), pictures);
      case UNKNOWN -> progress.expectTable();
    }
  }

  private static long expected(List<? extends SourcePart> parts) {
    return parts.stream().mapToLong(SourcePart::expectedPictures).sum();
  }

  /** Rows of a wave, which do not count yet. */
  private record Written(Path folder, LabelMetrics metrics, double seconds) {}

  /** Writes the rows of the next wave, again where pictures ended the processes of its tasks. */
  private Written write(
      BiFunction<LabelMetrics, CrashWatch, Dataset<Row>> rowsOf,
      WaveCrashes crashes,
      ErrorWatch errors,
      Attempt attempt)
      throws IOException {
    long start = System.nanoTime();
    while (true) {
      String tried = crashes.tries() == 0 ? "" : "-" + crashes.tries();
      Path folder = run.nextFolder(attempt.id() + tried);
      LabelMetrics metrics = new LabelMetrics(spark);
      try {
        Dataset<Row> rows = rowsOf.apply(metrics, crashes.watch(folder.getName()));
        sink.write(MeasuredPictures.over(rows, metrics), folder);
        device.add(metrics);
        return new Written(folder, metrics, (System.nanoTime() - start) / 1e9);
      } catch (Exception e) {
        // Spark throws checked exceptions that it does not declare.
        if (errors.failure().isPresent() || spark.isStopped() || !crashes.again(e)) {
          throw e;
        }
        errors.committed(CommittedRows.rejected(counts(), inference.success()));
      }
    }
  }

  private Wave committed(List<? extends SourcePart> parts, Written written, ErrorWatch errors)
      throws IOException {
    Path folder = written.folder();
    CommittedRows rows = committed(List.of(folder), expected(parts), input.source().doubles(parts));
    Map<String, Long> counts = rows.counts();
    Wave wave =
        new Wave(
            folder.getName(),
            run.next(),
            run.next() + parts.size(),
            counts,
            written.seconds(),
            stageSeconds(written.metrics()),
            written.metrics().leftOut(),
            written.metrics().turnsIgnored());
    OptionalLong found = input.source().pictures(parts);
    if (found.isPresent() && wave.pictures() != found.getAsLong()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%d pictures were found from %s on, but %d rows were written; nothing was"
                  + " committed%s",
              found.getAsLong(),
              parts.get(0).path(),
              wave.pictures(),
              input.source().changed(parts).map(why -> ". " + why).orElse("")));
    }
    Tally rejected =
        CommittedRows.rejected(counts(), inference.success())
            .plus(CommittedRows.rejected(counts, inference.success()));
    errors.losses().requireFew(rejected, rows::explained);
    errors.committed(rejected);
    lock.check();
    run.add(wave);
    return wave;
  }

  private RunSummary publish(Attempt attempt, Optional<Retried> retried) throws IOException {
    // Each wave was counted when it was written, and none holds a part of the list that another
    // has.
    Map<String, Long> counts = counts();
    long pictures = pictures();
    if (input.list().index().count() == Count.EXACT && pictures != run.toDo()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%d pictures were to be done, but %d are; nothing was committed",
              run.toDo(),
              pictures));
    }
    judge(counts, pictures);
    lock.check();
    double seconds = run.waves().stream().mapToDouble(Wave::seconds).sum();
    Map<String, Double> stages = new LinkedHashMap<>();
    run.waves()
        .forEach(
            wave -> wave.stageSeconds().forEach((stage, s) -> stages.merge(stage, s, Double::sum)));
    Map<String, Long> replaced = new LinkedHashMap<>();
    retried.ifPresent(found -> replaced.putAll(found.counts()));
    replaced.replaceAll((outcome, rows) -> rows / models());
    RunManifest manifest =
        RunManifest.of(
            inference.command(),
            new RunManifest.Run(
                run.id(),
                sink.published(retried),
                attempt.arguments(),
                run.startedAt(),
                seconds,
                pictures,
                replaced.values().stream().mapToLong(Long::longValue).sum(),
                run.attempts(),
                leftOut(),
                run.waves().stream().mapToLong(Wave::turnsIgnored).sum()),
            Versions.all(spark.version()),
            run.fingerprint(),
            counts,
            stages);
    RunManifest whole =
        run.table().map(earlier -> manifest.after(earlier, replaced)).orElse(manifest);
    sink.publish(whole, pictures * models(), retried);
    Interruption.here()
        .leaves(String.format(Locale.ROOT, "all %,d committed, the table is whole", pictures));
    return new RunSummary(
        run.target().toString(), whole, false, device.lines(), RunTimes.NONE);
  }

  /** What is added to a table in which something went well may be nothing but rejected. */
  private void judge(Map<String, Long> counts, long pictures) {
    Losses losses = new Losses(limits(), limited(pictures));
    Tally rejected = CommittedRows.rejected(counts, inference.success());
    CommittedRows rows = committed(run.waveFolders(), pictures, Optional.empty());
    long before =
        run.table().map(table -> table.counts().getOrDefault(inference.success(), 0L)).orElse(0L);
    if (before > 0) {
      losses.requireFew(rejected, rows::explained);
    } else {
      losses.requireAny(rejected, rows::explained, inference.success());
    }
  }

  private FailureLimits limits() {
    return input.list().index().onlyWeb() ? settings.limits().ofWeb() : settings.limits();
  }

  /**
   * What limits are shares of. A run that does errors anew may meet nothing but those: of them, the
   * few that the table was allowed to have would be too many.
   */
  private long limited(long pictures) {
    return run.retriesErrors()
        ? pictures + run.table().map(WaveRun::withoutStorageErrors).orElse(0L)
        : pictures;
  }

  private static long withoutStorageErrors(RunManifest table) {
    return table.pictures() - new Tally(table.counts(), List.of()).ofStorage().count();
  }

  /** In the waves that are committed. */
  private long pictures() {
    return run.waves().stream().mapToLong(Wave::pictures).sum();
  }

  /** By the listing, and in shards. */
  private LeftOut leftOut() {
    return run.waves().stream()
        .map(Wave::leftOut)
        .reduce(input.list().index().leftOut(), LeftOut::plus);
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    run.waves()
        .forEach(
            wave -> wave.counts().forEach((outcome, n) -> counts.merge(outcome, n, Long::sum)));
    return CommittedRows.ordered(counts, inference.success());
  }

  private CommittedRows committed(
      List<Path> folders, long pictures, Optional<Dataset<Row>> doubles) {
    return new CommittedRows(
        sink.read(folders), pictures * models(), models(), inference.success(), doubles);
  }

  /** Rows per picture. */
  private int models() {
    return run.fingerprint().models().size();
  }

  private static Map<String, Double> stageSeconds(LabelMetrics metrics) {
    Map<String, Double> stages = new LinkedHashMap<>();
    metrics
        .stageSeconds()
        .forEach((stage, time) -> stages.put(stage.name().toLowerCase(Locale.ROOT), time));
    return stages;
  }
}
