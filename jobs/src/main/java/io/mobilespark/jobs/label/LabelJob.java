package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.inference.Predictor;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.sink.RunManifest;
import io.mobilespark.jobs.sink.StagedFolder;
import io.mobilespark.jobs.source.PictureFile;
import io.mobilespark.jobs.source.PictureListing;
import io.mobilespark.jobs.source.SplitPlanner;
import io.mobilespark.spark.ClassifySplit;
import io.mobilespark.spark.ClassifySplit.SentModel;
import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.PictureSplit;
import io.mobilespark.spark.PredictionRows;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Labels pictures: checks everything that can be wrong before a task starts, lists, plans, runs,
 * commits, and counts what was committed.
 */
public final class LabelJob {
  private static final Duration TASKS_END = Duration.ofSeconds(30);

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final LabelSettings settings;

  /** A job on a session, which stays the caller's. */
  public LabelJob(SparkSession spark, LabelSettings settings) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = context.hadoopConfiguration();
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
    String run = UUID.randomUUID().toString().substring(0, 8);
    StagedFolder folder =
        StagedFolder.at(settings.output().uri(), run, settings.output().overwrite(), hadoop);
    List<PreparedModel> models = prepare();
    List<PictureFile> pictures = new PictureListing(hadoop).list(settings.inputs());
    refuseToReplace(pictures, folder.target());
    progress.expect(pictures.size());
    spark.sparkContext().addSparkListener(progress);
    try {
      return label(folder, models, pictures, arguments);
    } catch (IOException e) {
      throw new MobileSparkException(
          "The output " + folder.target() + " cannot be written: " + e.getMessage(), e);
    } finally {
      spark.sparkContext().removeSparkListener(progress);
      progress.finish();
    }
  }

  /** Overwriting must not cost anybody the pictures. */
  private static void refuseToReplace(List<PictureFile> pictures, Path output) {
    for (PictureFile picture : pictures) {
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
      Predictor.open(model.network(), SessionSettings.ONE_CORE_PER_TASK).close();
      if (!runs.add(model.id() + " " + model.preset().name())) {
        throw new MobileSparkException(
            "%s with preset %s is asked for twice".formatted(model.id(), model.preset().name()));
      }
      models.add(model);
    }
    return models;
  }

  private LabelSummary label(
      StagedFolder folder,
      List<PreparedModel> models,
      List<PictureFile> pictures,
      List<String> arguments)
      throws IOException {
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    LabelMetrics metrics = new LabelMetrics(spark.sparkContext());
    try {
      write(folder.staging(), models, pictures, metrics);
      Map<String, Long> counts = counts(folder.staging(), models);
      double seconds = (System.nanoTime() - start) / 1e9;
      RunManifest manifest = manifest(models, arguments, startedAt, seconds, counts, metrics);
      manifest.write(folder.staging().getFileSystem(hadoop), folder.staging());
      if (manifest.pictures() != pictures.size()) {
        throw new MobileSparkException(
            "%d pictures were listed, but %d rows were written; nothing was committed"
                .formatted(pictures.size(), manifest.pictures()));
      }
      folder.commit();
      return new LabelSummary(folder.target().toString(), manifest);
    } finally {
      closeModels();
      folder.discard();
    }
  }

  /**
   * In local mode the executors live in this JVM, and tasks of a run that failed or was cancelled
   * may still be writing.
   */
  private static void closeModels() {
    try {
      ExecutorModels.shared().awaitIdle(TASKS_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ExecutorModels.shared().closeIdle();
  }

  private void write(
      Path folder, List<PreparedModel> models, List<PictureFile> pictures, LabelMetrics metrics) {
    List<PictureSplit> splits = new SplitPlanner(context.defaultParallelism()).plan(pictures);
    Broadcast<SerializableConfiguration> storage =
        context.broadcast(new SerializableConfiguration(hadoop));
    List<SentModel> sent = models.stream().map(this::sent).toList();
    ClassifySplit work =
        new ClassifySplit(
            storage,
            sent,
            new ClassifySplit.Limits(
                settings.batch(),
                new ImageLimits(
                    ImageLimits.DEFAULT.maxPixels(), (int) LabelSettings.MAX_PICTURE_BYTES),
                settings.topK()),
            SessionSettings.ONE_CORE_PER_TASK,
            metrics);
    Dataset<Row> rows =
        spark.createDataFrame(
            // One split per partition.
            context.parallelize(splits, Math.max(1, splits.size())).flatMap(work),
            PredictionRows.SCHEMA);
    rows.write()
        .option("compression", settings.output().compression().name().toLowerCase(Locale.ROOT))
        .parquet(folder.toString());
    sent.forEach(model -> model.network().destroy());
    storage.destroy();
  }

  private SentModel sent(PreparedModel model) {
    return new SentModel(
        context.broadcast(model.network()),
        new PredictionRows(model.classes(), model.id(), model.preset().name()));
  }

  /**
   * Pictures by outcome, read back from what was written: tasks that ran twice count once there.
   *
   * @throws MobileSparkException when the models do not have the same outcomes
   */
  private Map<String, Long> counts(Path folder, List<PreparedModel> models) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("classified", 0L);
    spark
        .read()
        .schema(PredictionRows.SCHEMA)
        .parquet(folder.toString())
        .groupBy(functions.coalesce(functions.col("error"), functions.lit("classified")))
        .count()
        .orderBy(functions.desc("count"))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    counts.replaceAll(
        (outcome, rows) -> {
          if (rows % models.size() != 0) {
            throw new MobileSparkException(
                "%d rows of outcome %s by %d models; nothing was committed"
                    .formatted(rows, outcome, models.size()));
          }
          return rows / models.size();
        });
    return counts;
  }

  private RunManifest manifest(
      List<PreparedModel> models,
      List<String> arguments,
      Instant startedAt,
      double seconds,
      Map<String, Long> counts,
      LabelMetrics metrics) {
    long pictures = counts.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Double> stages = new LinkedHashMap<>();
    metrics
        .stageSeconds()
        .forEach((stage, time) -> stages.put(stage.name().toLowerCase(Locale.ROOT), time));
    return new RunManifest(
        "label",
        arguments,
        Versions.all(spark.version()),
        models.stream()
            .map(
                model ->
                    new RunManifest.Model(model.id(), model.preset().name(), model.weightsSha256()))
            .toList(),
        startedAt.toString(),
        seconds,
        pictures,
        counts,
        stages,
        pictures / seconds);
  }
}
