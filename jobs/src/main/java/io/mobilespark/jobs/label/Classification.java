// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.ClassDigest;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.journal.Fingerprint;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.jobs.run.Inference;
import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.ClassifySplit;
import io.mobilespark.spark.ClassifySplit.SentModel;
import io.mobilespark.spark.DeviceRequest.Kind;
import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.LabelsAbove;
import io.mobilespark.spark.PictureWork;
import io.mobilespark.spark.PredictionRows;
import io.mobilespark.spark.crash.CrashWatch;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedModel;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Pictures to ranked classes.
 *
 * @param settings what is asked for
 * @param models in that order
 */
record Classification(LabelSettings settings, List<PreparedModel> models) implements Inference {
  Classification {
    models = List.copyOf(models);
  }

  /**
   * Loads the models and looks for the devices.
   *
   * @throws MobileSparkException when one does not work
   */
  static Classification prepare(SparkSession spark, LabelSettings settings) {
    DeviceDemand.check(settings.device(), spark.sparkContext());
    boolean onGpu = settings.device().request().kind() == Kind.GPU;
    List<PreparedModel> models = new ArrayList<>();
    Set<String> runs = new HashSet<>();
    for (ModelSettings each : settings.models()) {
      PreparedModel model = prepared(each, onGpu, spark.sparkContext().hadoopConfiguration());
      // A graph that does not work fails here and not in every task.
      ExecutorModels.shared()
          .check(
              model.network(),
              model.id(),
              model.preset().name(),
              onGpu ? SessionSettings.ONE_CORE_PER_TASK : model.session(),
              spark.sparkContext().isLocal());
      if (!runs.add(model.id() + " " + model.preset().name())) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s with preset %s is asked for twice",
                model.id(),
                model.preset().name()));
      }
      models.add(model);
    }
    return new Classification(settings, models);
  }

  /** The same that keeps all labels of a picture where a model's are independent. */
  Classification keepingAllLabels() {
    int most =
        models.stream()
            .filter(model -> model.kind() == ScoreKind.LABELS)
            .mapToInt(model -> model.classes().size())
            .max()
            .orElse(settings.topK());
    return new Classification(settings.keeping(Math.max(settings.topK(), most)), models);
  }

  private static PreparedModel prepared(ModelSettings model, boolean onGpu, Configuration hadoop) {
    return onGpu
        ? ModelPreparation.prepareForGpu(model, hadoop)
        : ModelPreparation.prepare(model, hadoop);
  }

  @Override
  public String command() {
    return "label";
  }

  @Override
  public String success() {
    return "classified";
  }

  @Override
  public StructType schema() {
    return PredictionRows.schema(settings.threshold().isPresent(), settings.source().keepLabel());
  }

  @Override
  public Fingerprint fingerprint(String inputs, long pictures) {
    return new Fingerprint(
        models.stream().map(Classification::model).toList(),
        digest(models),
        settings.topK(),
        columns(),
        inputs,
        pictures);
  }

  /** A column of labels is another for each threshold. */
  private List<String> columns() {
    return Stream.of(schema().fieldNames())
        .map(
            name ->
                name.equals(PredictionRows.LABELS)
                    ? name + " of " + settings.threshold().orElseThrow()
                    : name)
        .toList();
  }

  private static String digest(List<PreparedModel> models) {
    ClassDigest digest = new ClassDigest();
    for (PreparedModel model : models) {
      ClassList classes = model.classes();
      IntStream.range(0, classes.size())
          .forEach(i -> digest.add(i, classes.label(i), classes.name(i)));
    }
    return digest.hex();
  }

  private static RunManifest.Model model(PreparedModel model) {
    return new RunManifest.Model(
        model.id(),
        model.preset().name(),
        model.weightsSha256(),
        model.precision().toString(),
        model.range().toString(),
        model.kind().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Sent send(SparkContext spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark);
    return new SentModels(
        settings,
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
        models.stream().map(model -> send(model, context)).toList());
  }

  private SentModel send(PreparedModel model, JavaSparkContext context) {
    return new SentModel(
        context.broadcast(model.network()),
        new PredictionRows(
            model.classes(),
            model.id(),
            model.preset().name(),
            settings.source().keepLabel(),
            settings
                .threshold()
                .map(threshold -> new LabelsAbove(threshold, settings.topK()))
                .orElse(null)),
        model.precision());
  }

  /** The models that executors have. */
  private record SentModels(
      LabelSettings settings, Broadcast<SerializableConfiguration> storage, List<SentModel> models)
      implements Sent {
    @Override
    public PictureWork work(LabelMetrics metrics, CrashWatch crashes) {
      return new ClassifySplit(
          storage,
          models,
          new ClassifySplit.Limits(
              settings.batch(),
              new ImageLimits(
                  ImageLimits.DEFAULT.maxPixels(), (int) LabelSettings.MAX_PICTURE_BYTES),
              settings.rankedClasses(),
              settings.source().prefetch()),
          SessionSettings.ONE_CORE_PER_TASK,
          settings.device(),
          metrics,
          crashes);
    }

    @Override
    public void close() {
      models.forEach(model -> model.network().destroy(true));
      storage.destroy(true);
    }
  }
}
