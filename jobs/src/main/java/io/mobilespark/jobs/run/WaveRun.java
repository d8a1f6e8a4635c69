package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.CommitSettings;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.journal.Wave;
import io.mobilespark.jobs.sink.TableSink;
import io.mobilespark.jobs.source.PictureFile;
import io.mobilespark.jobs.source.PictureSource;
import io.mobilespark.jobs.source.SourcePart;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.spark.Rejections.Tally;
import io.mobilespark.spark.sql.MeasuredPictures;
import io.mobilespark.storage.ObjectSplit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
  private final PictureSource source;
  private final SparkContext spark;
  private final DeviceSummary device = new DeviceSummary();

  WaveRun(
      CommitSettings settings,
      RunJournal run,
      TableSink sink,
      RunLock lock,
      Inference inference,
      PictureSource source) {
    this.settings = settings;
    this.run = run;
    this.sink = sink;
    this.lock = lock;
    this.inference = inference;
    this.source = source;
    this.spark = sink.session().sparkContext();
  }

  RunSummary run(Attempt attempt) throws IOException {
    if (!run.allDone()) {
      Set<String> there = there();
      // Which members of a shard are there is found out when it is read.
      List<? extends SourcePart> parts =
          there.isEmpty()
              ? source.parts()
              : source.parts().stream().filter(part -> !there.contains(part.path())).toList();
      if (parts.isEmpty()) {
        return nothingNew();
      }
      run.begin(parts.size());
      write(parts, there, attempt);
    }
    if (run.table().isPresent() && pictures() == 0) {
      // Shards that hold nothing else than what is there.
      run.drop();
      return nothingNew();
    }
    return publish(attempt);
  }

  private RunSummary nothingNew() {
    return new RunSummary(run.target().toString(), run.table().orElseThrow(), true);
  }

  /** The keys of the table to be added to. */
  private Set<String> there() {
    return run.table().isEmpty()
        ? Set.of()
        : sink.read(List.of(run.target())).select("path").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
  }

  private void write(List<? extends SourcePart> parts, Set<String> there, Attempt attempt)
      throws IOException {
    long expected = expected(parts);
    if (allPictures(parts)) {
      attempt.progress().expect(expected - run.next());
    } else if (parts.stream().allMatch(part -> part.length() == ObjectSplit.UNKNOWN)) {
      attempt.progress().expectTable();
    } else {
      attempt
          .progress()
          .expectAbout(
              parts.size() - run.next(), expected(parts.subList((int) run.next(), parts.size())));
    }
    ErrorWatch errors =
        new ErrorWatch(settings.limits(), expected, () -> spark.cancelJobGroup(attempt.id()));
    errors.committed(CommittedRows.rejected(counts(), inference.success()));
    spark.addSparkListener(attempt.progress());
    spark.addSparkListener(errors);
    spark.setJobGroup(attempt.id(), inference.command(), true);
    WaveSize size = new WaveSize(spark.defaultParallelism(), settings.unitPictures());
    try (Inference.Sent sent = inference.send(spark)) {
      double rate = 0;
      while (run.next() < parts.size()) {
        int to = end(parts, (int) run.next(), size.next(rate));
        List<? extends SourcePart> next = parts.subList((int) run.next(), to);
        Wave wave = write(next, metrics -> rows(next, there, sent.work(metrics)), errors, attempt);
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

  /** The rows of some pictures but for those that are done, one per model; lazy. */
  private Dataset<Row> rows(List<? extends SourcePart> parts, Set<String> done, PictureWork work) {
    return sink.session().createDataFrame(source.rows(parts, work, done), inference.schema());
  }

  /** Where a wave ends that is to hold so many pictures, or one part at least. */
  private static int end(List<? extends SourcePart> parts, int from, long pictures) {
    int to = from + 1;
    long taken = parts.get(from).expectedPictures();
    while (to < parts.size() && taken + parts.get(to).expectedPictures() <= pictures) {
      taken += parts.get(to++).expectedPictures();
    }
    return to;
  }

  private static long expected(List<? extends SourcePart> parts) {
    return parts.stream().mapToLong(SourcePart::expectedPictures).sum();
  }

  /** Whether the number of rows is known beforehand. */
  private static boolean allPictures(List<? extends SourcePart> parts) {
    return parts.stream().allMatch(part -> part instanceof PictureFile);
  }

  private Wave write(
      List<? extends SourcePart> parts,
      Function<LabelMetrics, Dataset<Row>> rowsOf,
      ErrorWatch errors,
      Attempt attempt)
      throws IOException {
    Path folder = run.nextFolder(attempt.id());
    LabelMetrics metrics = new LabelMetrics(spark);
    long start = System.nanoTime();
    sink.write(MeasuredPictures.over(rowsOf.apply(metrics), metrics), folder);
    double seconds = (System.nanoTime() - start) / 1e9;
    device.add(metrics);
    CommittedRows rows = committed(List.of(folder), expected(parts));
    Map<String, Long> counts = rows.counts();
    Wave wave =
        new Wave(
            folder.getName(),
            run.next(),
            run.next() + parts.size(),
            counts,
            seconds,
            stageSeconds(metrics));
    if (allPictures(parts) && wave.pictures() != parts.size()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%d pictures were listed, but %d rows were written; nothing was committed",
              parts.size(),
              wave.pictures()));
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

  private RunSummary publish(Attempt attempt) throws IOException {
    if (run.waves().size() > 1) {
      // Each wave has been checked by itself.
      committed(run.waveFolders(), pictures()).counts();
    }
    Map<String, Long> counts = counts();
    long pictures = pictures();
    if (allPictures(source.parts()) && pictures != run.toDo()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%d pictures were to be done, but %d are; nothing was committed",
              run.toDo(),
              pictures));
    }
    new Losses(settings.limits(), pictures)
        .requireAny(
            CommittedRows.rejected(counts, inference.success()),
            committed(run.waveFolders(), pictures)::explained,
            inference.success());
    lock.check();
    double seconds = run.waves().stream().mapToDouble(Wave::seconds).sum();
    Map<String, Double> stages = new LinkedHashMap<>();
    run.waves()
        .forEach(
            wave -> wave.stageSeconds().forEach((stage, s) -> stages.merge(stage, s, Double::sum)));
    RunManifest manifest =
        RunManifest.of(
            inference.command(),
            new RunManifest.Run(run.id(), attempt.arguments(), run.startedAt(), seconds, pictures),
            Versions.all(spark.version()),
            run.fingerprint(),
            counts,
            stages);
    RunManifest whole = run.table().map(manifest::after).orElse(manifest);
    sink.publish(run, whole, pictures * models());
    return new RunSummary(run.target().toString(), whole, false, device.lines(), RunTimes.NONE);
  }

  /** In the waves that are committed. */
  private long pictures() {
    return run.waves().stream().mapToLong(Wave::pictures).sum();
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    run.waves()
        .forEach(
            wave -> wave.counts().forEach((outcome, n) -> counts.merge(outcome, n, Long::sum)));
    return CommittedRows.ordered(counts, inference.success());
  }

  private CommittedRows committed(List<Path> folders, long pictures) {
    return new CommittedRows(
        sink.read(folders), pictures * models(), models(), inference.success());
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
