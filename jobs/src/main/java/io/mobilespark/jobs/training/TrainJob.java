// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import io.mobilespark.MobileSparkException;
import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.CommitSettings;
import io.mobilespark.jobs.config.EmbedSettings;
import io.mobilespark.jobs.config.FittingSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.config.RunSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.config.TrainSettings;
import io.mobilespark.jobs.config.TrainSettings.Existing;
import io.mobilespark.jobs.config.TrainSettings.Labels;
import io.mobilespark.jobs.embed.EmbedJob;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.journal.NothingToResumeException;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.report.TrainingPage;
import io.mobilespark.jobs.report.TrainingProgress;
import io.mobilespark.jobs.report.TrainingReport;
import io.mobilespark.jobs.signal.Interruption;
import io.mobilespark.jobs.training.Checkpoints.Checkpoint;
import io.mobilespark.jobs.training.LabelledFeatures.ClassRows;
import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.PreparedBase;
import io.mobilespark.spark.preparation.TrainedHead;
import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a head on a frozen base: features once and distributed, epochs on the driver, a checkpoint
 * after each.
 */
public final class TrainJob {
  private final SparkSession spark;
  private final Configuration hadoop;
  private final TrainSettings settings;
  private final TrainingFolder folder;

  /** A job on a session, which stays the caller's. */
  public TrainJob(SparkSession spark, TrainSettings settings) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.settings = settings;
    this.folder = new TrainingFolder(guard(), hadoop);
  }

  /**
   * Runs the job, or what is left of it.
   *
   * @param arguments as given, for the manifest of the features
   * @param embedding told of every picture whose features are computed
   * @param training told of rows and epochs
   * @throws MobileSparkException when the settings do not fit what is there
   */
  public TrainingReport run(
      List<String> arguments, ProgressListener embedding, TrainingProgress training) {
    PreparedBase base = ModelPreparation.prepareBase(settings.model(), hadoop);
    Optional<ClassList> listed =
        settings.labels().classes().map(uri -> ModelPreparation.classes(uri, hadoop));
    try (folder) {
      folder.open(settings.existing());
      return run(base, listed, arguments, embedding, training);
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "Training into %s failed: %s", settings.output(), e), e);
    }
  }

  private TrainingReport run(
      PreparedBase base,
      Optional<ClassList> listed,
      List<String> arguments,
      ProgressListener embedding,
      TrainingProgress training)
      throws IOException {
    boolean featuresThere =
        settings.features().isPresent()
            || (settings.existing() == Existing.RESUMED && folder.hasFeatures());
    if (featuresThere) {
      embedding.note(base.summary());
    }
    String features = features(featuresThere, arguments, embedding);
    Interruption.here().leaves("the features are there, no epoch; --resume goes on");
    LabelledFeatures labelled = labelled(FeatureTable.open(spark, features, base), listed);
    ClassList classes = labelled.classes();
    embedding.note(
        String.format(
            Locale.ROOT, "Head of %d classes named by %s", classes.size(), classes.origin()));
    List<ClassRows> counted = labelled.counted();
    java.nio.file.Path local = Files.createTempDirectory("mobilespark-train-");
    try (FeatureSets sets = labelled.load(counted, settings.fitting().validation(), local)) {
      return fit(base, labelled.classes(), counted, sets, training);
    } finally {
      Files.delete(local);
    }
  }

  private OutputGuard guard() {
    OutputGuard guard =
        OutputGuard.of("--output", settings.output(), hadoop)
            .reads(settings.model())
            .reads("--features", settings.features())
            .reads("--classes", settings.labels().classes());
    settings.source().ifPresent(guard::reads);
    return settings.labels().inFile() ? guard.reads("--labels", settings.labels().source()) : guard;
  }

  private String features(boolean there, List<String> arguments, ProgressListener progress) {
    if (settings.features().isPresent()) {
      return settings.features().get();
    }
    String uri = folder.features().toString();
    // It is committed whole: what is there need not be computed again.
    if (!there) {
      embed(uri, arguments, progress);
    }
    return uri;
  }

  private void embed(String uri, List<String> arguments, ProgressListener progress) {
    if (settings.existing() == Existing.RESUMED) {
      try {
        new EmbedJob(spark, embedding(uri, true)).run(arguments, progress);
        return;
      } catch (NothingToResumeException e) {
        // It was interrupted before its first pictures were committed.
      }
    }
    new EmbedJob(spark, embedding(uri, false)).run(arguments, progress);
  }

  private EmbedSettings embedding(String uri, boolean resume) {
    SourceSettings source = settings.source().orElseThrow();
    CommitSettings commit = CommitSettings.within(settings.limits());
    return new EmbedSettings(
        new RunSettings(
            settings.labels().source().equals(Labels.COLUMN) ? source.keepingLabel() : source,
            new OutputSettings(uri, false, OutputSettings.Compression.SNAPPY),
            resume ? commit.resuming() : commit),
        settings.model(),
        BatchLimits.DEFAULT,
        false);
  }

  private LabelledFeatures labelled(FeatureTable table, Optional<ClassList> listed) {
    Labels labels = settings.labels();
    if (!labels.inFile()) {
      return table.labelled(labels, listed);
    }
    LabelFile file = new LabelFile(spark, labels);
    ClassList classes = listed.orElseGet(file::classes);
    return table.joined(file.read(classes), classes);
  }

  private TrainingReport fit(
      PreparedBase base,
      ClassList classes,
      List<ClassRows> counted,
      FeatureSets sets,
      TrainingProgress terminal)
      throws IOException {
    FittingSettings fitting = settings.fitting();
    HeadShape shape = fitting.head(base.featureWidth(), classes.size());
    Map<String, String> facts = facts(base, classes, sets);
    Checkpoints checkpoints = folder.checkpoints();
    HeadProgress start = HeadProgress.start(HeadWeights.undecided(shape, fitting.seed()));
    Optional<Checkpoint> earlier = checkpoints.latest();
    if (earlier.isPresent()) {
      earlier.get().requireFacts(facts);
      start = earlier.get().progress();
    }
    HeadFitting run =
        new HeadFitting(sets.training(), sets.validation(), weights(counted), fitting, device());
    terminal.start(fitting.epochs(), start.epochs());
    left(start, fitting.epochs());
    HeadProgress end =
        run.run(
            start,
            new HeadFitting.Listener() {
              @Override
              public void rows(int epoch, long done, long of) {
                terminal.rows(epoch, done, of);
              }

              @Override
              public void epoch(HeadProgress progress) throws IOException {
                folder.requireLock();
                checkpoints.write(facts, progress);
                left(progress, fitting.epochs());
                terminal.epoch(progress.epochs().get(progress.epochs().size() - 1));
              }
            });
    TrainingReport report = report(facts, classes, counted, sets, end);
    folder.write("training.json", report.json());
    folder.write("training.html", TrainingPage.html(report));
    new TrainedHead(
            end.best(),
            classes,
            new TrainedHead.Base(
                base.id(),
                base.weightsSha256(),
                base.preset().name(),
                base.network().range().toString()))
        .write(folder.path(), hadoop);
    folder.finish();
    return report;
  }

  /** Says what an interruption would leave now. */
  private static void left(HeadProgress progress, int of) {
    Interruption.here()
        .leaves(
            String.format(
                Locale.ROOT,
                "%,d of %,d epochs kept; --resume goes on",
                progress.epochs().size(),
                of));
  }

  /** What must be as it was when a run is resumed. */
  private Map<String, String> facts(PreparedBase base, ClassList classes, FeatureSets sets) {
    FittingSettings fitting = settings.fitting();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("model", base.id());
    facts.put("preset", base.preset().name());
    for (int i = 0; i < classes.size(); i++) {
      facts.put("class " + i, classes.label(i));
    }
    facts.put("feature scale", fitting.scale().toString());
    facts.put("hidden units", String.valueOf(fitting.hidden()));
    facts.put("dropout", String.valueOf(fitting.dropout()));
    facts.put("learning rate", String.valueOf(fitting.learningRate()));
    facts.put("batch size", String.valueOf(fitting.batchRows()));
    facts.put("validation share", String.valueOf(fitting.validation()));
    facts.put("class weights", fitting.balanced() ? "balanced" : "none");
    facts.put("seed", String.valueOf(fitting.seed()));
    facts.put("training rows", String.valueOf(sets.training().rows()));
    facts.put("validation rows", String.valueOf(sets.validation().rows()));
    facts.put("features checksum", Long.toHexString(sets.checksum().getValue()));
    return facts;
  }

  /** All one, or so that every class weighs the same: rows / (classes x rows of the class). */
  private List<Float> weights(List<ClassRows> counted) {
    if (!settings.fitting().balanced()) {
      return Collections.nCopies(counted.size(), 1f);
    }
    double total = counted.stream().mapToLong(ClassRows::rows).sum();
    List<Float> weights = new ArrayList<>();
    for (ClassRows each : counted) {
      weights.add((float) (total / (counted.size() * (double) each.rows())));
    }
    return weights;
  }

  /** The driver's cores as Spark counts them in local mode; an epoch is the only one at work. */
  private SessionSettings device() {
    boolean local = spark.sparkContext().isLocal();
    int threads =
        local
            ? spark.sparkContext().defaultParallelism()
            : Runtime.getRuntime().availableProcessors();
    return new SessionSettings(Device.cpu(), Math.max(1, threads));
  }

  private TrainingReport report(
      Map<String, String> facts,
      ClassList classes,
      List<ClassRows> counted,
      FeatureSets sets,
      HeadProgress end) {
    Map<String, String> told = new LinkedHashMap<>(facts);
    told.keySet().removeIf(name -> name.startsWith("class ") && !name.equals("class weights"));
    return new TrainingReport(
        folder.target().toString(),
        told,
        counted.stream()
            .map(each -> new TrainingReport.ClassRows(classes.label(each.index()), each.rows()))
            .toList(),
        sets.training().rows(),
        sets.validation().rows(),
        end.epochs(),
        end.bestEpoch().orElseThrow());
  }
}
