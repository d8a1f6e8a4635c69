package io.mobilespark.jobs.label;

import io.mobilespark.image.ImageLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.source.PictureFile;
import io.mobilespark.jobs.source.SplitPlanner;
import io.mobilespark.spark.ClassifySplit;
import io.mobilespark.spark.ClassifySplit.SentModel;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.PredictionRows;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.storage.PictureSplit;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Pictures to rows, by models that are sent to executors once. */
final class Classification implements AutoCloseable {
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final LabelSettings settings;
  private final Broadcast<SerializableConfiguration> storage;
  private final List<SentModel> sent;

  Classification(SparkSession spark, LabelSettings settings, List<PreparedModel> models) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.settings = settings;
    this.storage = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    this.sent = models.stream().map(this::send).toList();
  }

  private SentModel send(PreparedModel model) {
    return new SentModel(
        context.broadcast(model.network()),
        new PredictionRows(model.classes(), model.id(), model.preset().name()),
        model.precision());
  }

  /** The rows of some pictures, one per picture and model; lazy. */
  Dataset<Row> rows(List<PictureFile> pictures, LabelMetrics metrics) {
    List<PictureSplit> splits =
        List.copyOf(new SplitPlanner(context.defaultParallelism()).plan(pictures));
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
    return spark.createDataFrame(
        // One split per partition.
        context.parallelize(splits, Math.max(1, splits.size())).flatMap(work),
        PredictionRows.SCHEMA);
  }

  @Override
  public void close() {
    sent.forEach(model -> model.network().destroy());
    storage.destroy();
  }
}
