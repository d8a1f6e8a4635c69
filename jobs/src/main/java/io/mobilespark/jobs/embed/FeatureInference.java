// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.embed;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.jobs.config.EmbedSettings;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.journal.Fingerprint;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.run.Inference;
import io.mobilespark.spark.EmbedSplit;
import io.mobilespark.spark.EmbeddingRows;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.spark.crash.CrashWatch;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.PreparedBase;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Pictures to pooled features.
 *
 * @param settings what is asked for
 * @param base the network without its head
 */
record FeatureInference(EmbedSettings settings, PreparedBase base) implements Inference {
  /**
   * Loads the network.
   *
   * @throws MobileSparkException when it does not work
   */
  static FeatureInference prepare(SparkSession spark, EmbedSettings settings) {
    PreparedBase base =
        ModelPreparation.prepareBase(settings.model(), spark.sparkContext().hadoopConfiguration());
    // A graph that does not work fails here and not in every task.
    Predictor.open(base.network(), SessionSettings.ONE_CORE_PER_TASK).close();
    return new FeatureInference(settings, base);
  }

  @Override
  public String command() {
    return "embed";
  }

  @Override
  public String success() {
    return "embedded";
  }

  @Override
  public StructType schema() {
    return rows().schema();
  }

  private EmbeddingRows rows() {
    return new EmbeddingRows(
        base.id(), base.preset().name(), settings.halves(), settings.run().source().keepLabel());
  }

  @Override
  public Fingerprint fingerprint(String inputs, long pictures) {
    // Half floats are a column of another type under the same name.
    List<String> columns =
        Stream.of(schema().fields())
            .map(
                field ->
                    field.name().equals(EmbeddingRows.FEATURES)
                        ? field.name() + " " + field.dataType().simpleString()
                        : field.name())
            .toList();
    RunManifest.Model model =
        new RunManifest.Model(
            base.id(), base.preset().name(), base.weightsSha256(), base.network().range());
    return new Fingerprint(List.of(model), "", 0, columns, inputs, pictures);
  }

  @Override
  public Sent send(SparkContext spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);
    return new SentNetwork(
        settings,
        rows(),
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
        context.broadcast(base.network()));
  }

  /** The network that executors have. */
  private record SentNetwork(
      EmbedSettings settings,
      EmbeddingRows rows,
      Broadcast<SerializableConfiguration> storage,
      Broadcast<ServedNetwork> network)
      implements Sent {
    @Override
    public PictureWork work(LabelMetrics metrics, CrashWatch crashes) {
      ImageLimits images =
          new ImageLimits(ImageLimits.DEFAULT.maxPixels(), (int) LabelSettings.MAX_PICTURE_BYTES);
      return new EmbedSplit(
          storage,
          network,
          rows,
          new EmbedSplit.Limits(settings.batch(), images, settings.run().source().prefetch()),
          SessionSettings.ONE_CORE_PER_TASK,
          metrics,
          crashes);
    }

    @Override
    public void close() {
      network.destroy(true);
      storage.destroy(true);
    }
  }
}
