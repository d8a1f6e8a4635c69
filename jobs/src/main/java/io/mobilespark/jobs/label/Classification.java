package io.mobilespark.jobs.label;

import io.mobilespark.image.ImageLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.source.PictureSource;
import io.mobilespark.jobs.source.SourcePart;
import io.mobilespark.spark.ClassifySplit;
import io.mobilespark.spark.ClassifySplit.SentModel;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.PredictionRows;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;
import java.util.Set;
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
  private final PictureSource source;
  private final Broadcast<SerializableConfiguration> storage;
  private final List<SentModel> sent;

  Classification(
      SparkSession spark,
      LabelSettings settings,
      PictureSource source,
      List<PreparedModel> models) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.settings = settings;
    this.source = source;
    this.storage = context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    this.sent = models.stream().map(this::send).toList();
  }

  private SentModel send(PreparedModel model) {
    return new SentModel(
        context.broadcast(model.network()),
        new PredictionRows(
            model.classes(), model.id(), model.preset().name(), settings.source().keepLabel()),
        model.precision());
  }

  /** The rows of some pictures but for those that are done, one per model; lazy. */
  Dataset<Row> rows(List<? extends SourcePart> parts, Set<String> done, LabelMetrics metrics) {
    ClassifySplit work =
        new ClassifySplit(
            storage,
            sent,
            new ClassifySplit.Limits(
                settings.batch(),
                new ImageLimits(
                    ImageLimits.DEFAULT.maxPixels(), (int) LabelSettings.MAX_PICTURE_BYTES),
                settings.topK(),
                settings.source().prefetch()),
            SessionSettings.ONE_CORE_PER_TASK,
            settings.device(),
            metrics);
    return spark.createDataFrame(source.rows(parts, work, done), sent.get(0).rows().schema());
  }

  @Override
  public void close() {
    sent.forEach(model -> model.network().destroy());
    storage.destroy();
  }
}
