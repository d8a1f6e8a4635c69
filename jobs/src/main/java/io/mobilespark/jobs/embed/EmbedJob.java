package io.mobilespark.jobs.embed;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.jobs.config.EmbedSettings;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.label.LabelSummary;
import io.mobilespark.jobs.label.Versions;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.sink.RunManifest;
import io.mobilespark.jobs.sink.StagedFolder;
import io.mobilespark.jobs.source.PictureFile;
import io.mobilespark.jobs.source.PictureListing;
import io.mobilespark.jobs.source.SplitPlanner;
import io.mobilespark.spark.EmbedSplit;
import io.mobilespark.spark.EmbeddingRows;
import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.PreparedBase;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/** Writes the pooled features of pictures: prepares, lists, runs, commits, counts. */
public final class EmbedJob {
  private static final Duration TASKS_END = Duration.ofSeconds(30);

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final EmbedSettings settings;

  /** A job on a session, which stays the caller's. */
  public EmbedJob(SparkSession spark, EmbedSettings settings) {
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
    PreparedBase base = ModelPreparation.prepareBase(settings.model(), hadoop);
    ServedNetwork network = base.network();
    Predictor.open(network, SessionSettings.ONE_CORE_PER_TASK).close();
    List<PictureFile> pictures = new PictureListing(hadoop).list(settings.inputs());
    progress.expect(pictures.size());
    spark.sparkContext().addSparkListener(progress);
    try {
      return embed(folder, base, network, pictures, arguments);
    } catch (IOException e) {
      throw new MobileSparkException(
          "The output " + folder.target() + " cannot be written: " + e.getMessage(), e);
    } finally {
      spark.sparkContext().removeSparkListener(progress);
      progress.finish();
    }
  }

  private LabelSummary embed(
      StagedFolder folder,
      PreparedBase base,
      ServedNetwork network,
      List<PictureFile> pictures,
      List<String> arguments)
      throws IOException {
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    LabelMetrics metrics = new LabelMetrics(spark.sparkContext());
    EmbeddingRows rows = new EmbeddingRows(base.id(), base.preset().name(), settings.halves());
    try {
      write(folder.staging(), network, rows, pictures, metrics);
      Map<String, Long> counts = counts(folder.staging(), rows);
      double seconds = (System.nanoTime() - start) / 1e9;
      long written = counts.values().stream().mapToLong(Long::longValue).sum();
      if (written != pictures.size()) {
        throw new MobileSparkException(
            "%d pictures were listed, but %d rows were written; nothing was committed"
                .formatted(pictures.size(), written));
      }
      RunManifest manifest =
          new RunManifest(
              "embed",
              arguments,
              Versions.all(spark.version()),
              List.of(new RunManifest.Model(rows.model(), rows.preset(), base.weightsSha256())),
              startedAt.toString(),
              seconds,
              written,
              counts,
              stages(metrics),
              written / seconds,
              null,
              List.of());
      manifest.write(folder.staging().getFileSystem(hadoop), folder.staging());
      folder.commit();
      return new LabelSummary(folder.target().toString(), manifest, false);
    } finally {
      closeModels();
      folder.discard();
    }
  }

  private static void closeModels() {
    try {
      ExecutorModels.shared().awaitIdle(TASKS_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ExecutorModels.shared().closeIdle();
  }

  private void write(
      Path folder,
      ServedNetwork network,
      EmbeddingRows rows,
      List<PictureFile> pictures,
      LabelMetrics metrics) {
    List<PictureSplit> splits =
        List.copyOf(new SplitPlanner(context.defaultParallelism()).plan(pictures));
    Broadcast<SerializableConfiguration> storage =
        context.broadcast(new SerializableConfiguration(hadoop));
    Broadcast<ServedNetwork> sent = context.broadcast(network);
    ImageLimits images =
        new ImageLimits(ImageLimits.DEFAULT.maxPixels(), (int) LabelSettings.MAX_PICTURE_BYTES);
    EmbedSplit work =
        new EmbedSplit(
            storage,
            sent,
            rows,
            new EmbedSplit.Limits(settings.batch(), images),
            SessionSettings.ONE_CORE_PER_TASK,
            metrics);
    spark
        .createDataFrame(
            context.parallelize(splits, Math.max(1, splits.size())).flatMap(work), rows.schema())
        .write()
        .option("compression", settings.output().compression().name().toLowerCase(Locale.ROOT))
        .parquet(folder.toString());
    sent.destroy();
    storage.destroy();
  }

  /** Pictures by outcome, read back from what was written. */
  private Map<String, Long> counts(Path folder, EmbeddingRows rows) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("embedded", 0L);
    spark
        .read()
        .schema(rows.schema())
        .parquet(folder.toString())
        .groupBy(functions.coalesce(functions.col("error"), functions.lit("embedded")))
        .count()
        .orderBy(functions.desc("count"))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  private static Map<String, Double> stages(LabelMetrics metrics) {
    Map<String, Double> stages = new LinkedHashMap<>();
    metrics
        .stageSeconds()
        .forEach((stage, time) -> stages.put(stage.name().toLowerCase(Locale.ROOT), time));
    return stages;
  }
}
