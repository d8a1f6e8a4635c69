package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.sink.Fingerprint;
import io.mobilespark.jobs.sink.RunLock;
import io.mobilespark.jobs.sink.RunManifest;
import io.mobilespark.jobs.sink.TableRun;
import io.mobilespark.jobs.sink.TableSink;
import io.mobilespark.jobs.sink.Workplace;
import io.mobilespark.jobs.source.PictureSource;
import io.mobilespark.jobs.source.SourcePart;
import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.PredictionRows;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Labels pictures: checks everything that can be wrong before a task starts, lists, plans, runs,
 * commits, and counts what was committed.
 */
public final class LabelJob {
  private static final Duration TASKS_END = Duration.ofSeconds(30);

  private final SparkSession spark;
  private final Configuration hadoop;
  private final LabelSettings settings;

  /** A job on a session, which stays the caller's. */
  public LabelJob(SparkSession spark, LabelSettings settings) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.settings = settings;
  }

  /**
   * Runs the job.
   *
   * @param arguments as given, for the run's manifest
   * @param progress told of every picture done
   * @throws MobileSparkException when the settings do not fit what is there
   */
  public LabelSummary run(List<String> arguments, ProgressListener progress) {
    String attempt = UUID.randomUUID().toString().substring(0, 8);
    Workplace place = Workplace.of(settings.output().uri(), hadoop);
    try {
      TableRun.check(place, settings);
      try (RunLock lock = RunLock.acquire(place, attempt)) {
        return run(place, lock, new Attempt(attempt, arguments, progress));
      }
    } catch (IOException e) {
      throw new MobileSparkException(
          "The output " + place.target() + " cannot be written: " + e.getMessage(), e);
    } finally {
      awaitTasks();
      ExecutorModels.shared().closeIdle();
    }
  }

  private LabelSummary run(Workplace place, RunLock lock, Attempt attempt) throws IOException {
    Background<PictureSource> listing =
        Background.start(
            "listing",
            () -> PictureSource.open(spark, settings.source(), attempt.progress()::listed));
    DeviceDemand.check(settings.device(), spark.sparkContext());
    List<PreparedModel> models = prepare();
    PictureSource source = listing.result();
    refuseToReplace(source.parts(), place.target());
    TableRun run =
        TableRun.open(place, settings, fingerprint(models, source.parts()), attempt.id());
    if (run.complete().isPresent()) {
      return new LabelSummary(place.target().toString(), run.complete().get(), true);
    }
    TableSink sink = new TableSink(spark, place, settings.output(), settings.commit(), schema());
    LabelRun work = new LabelRun(settings, run, sink, lock, models, source);
    try {
      return work.run(attempt);
    } finally {
      awaitTasks();
      run.leave();
    }
  }

  private Fingerprint fingerprint(List<PreparedModel> models, List<? extends SourcePart> pictures) {
    return new Fingerprint(
        models.stream().map(LabelJob::model).toList(),
        InputHash.ofClasses(models.stream().map(PreparedModel::classes).toList()),
        settings.topK(),
        List.of(schema().fieldNames()),
        InputHash.of(pictures),
        pictures.size());
  }

  private static RunManifest.Model model(PreparedModel model) {
    return new RunManifest.Model(
        model.id(), model.preset().name(), model.weightsSha256(), model.precision().toString());
  }

  private StructType schema() {
    return settings.source().keepLabel() ? PredictionRows.SCHEMA_WITH_LABEL : PredictionRows.SCHEMA;
  }

  /** Overwriting must not cost anybody the pictures. */
  private static void refuseToReplace(List<? extends SourcePart> pictures, Path output) {
    for (SourcePart picture : pictures) {
      if (picture.path().equals(output.toString()) || picture.path().startsWith(output + "/")) {
        throw new MobileSparkException(
            "The output " + output + " holds pictures of the input, such as " + picture.path());
      }
    }
  }

  private List<PreparedModel> prepare() {
    List<PreparedModel> models = new ArrayList<>();
    Set<String> runs = new HashSet<>();
    for (ModelSettings each : settings.models()) {
      PreparedModel model = ModelPreparation.prepare(each, hadoop);
      // A graph that does not work fails here and not in every task.
      ExecutorModels.shared()
          .check(
              model.network(),
              model.id(),
              model.preset().name(),
              model.session(),
              spark.sparkContext().isLocal());
      if (!runs.add(model.id() + " " + model.preset().name())) {
        throw new MobileSparkException(
            "%s with preset %s is asked for twice".formatted(model.id(), model.preset().name()));
      }
      models.add(model);
    }
    return models;
  }

  /**
   * In local mode the executors live in this JVM, and tasks of a run that failed or was cancelled
   * may still be writing.
   */
  private static void awaitTasks() {
    try {
      ExecutorModels.shared().awaitIdle(TASKS_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
