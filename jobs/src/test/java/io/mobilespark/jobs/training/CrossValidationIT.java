// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.cli.Main;
import io.mobilespark.jobs.config.FittingSettings;
import io.mobilespark.jobs.config.TrainSettings.Labels;
import io.mobilespark.jobs.report.EpochFigures;
import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.preparation.ModelPreparation;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.PreparedBase;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real pictures in five coarse groups of ImageNet's classes, each fifth held out in turn and judged
 * once, after a number of epochs fixed beforehand. The settings were chosen on other shuffles of
 * the same pictures.
 */
class CrossValidationIT {
  private static final int FOLDS = 5;
  private static final int PICTURES = 525;
  private static final int SHUFFLES = 3;

  /** Of the input: the network was trained on smaller pictures of larger things. */
  private static final int RESOLUTION = 288;

  private static final int EPOCHS = 30;

  @TempDir Path folder;

  private static String group(int index) {
    if (within(index, 7, 24) || within(index, 80, 100) || within(index, 127, 146)) {
      return "birds";
    } else if (within(index, 151, 268)) {
      return "dogs";
    } else if (within(index, 25, 68)) {
      return "reptiles and amphibians";
    }
    return within(index, 300, 326) ? "insects" : "the rest";
  }

  private static boolean within(int index, int first, int last) {
    return index >= first && index <= last;
  }

  /** Validation pictures have their class in a list, training pictures the wnid in their name. */
  private Path labels(Path validation, Path training) throws IOException {
    List<String> lines = new ArrayList<>(List.of("picture,label"));
    List<String> known = Files.readAllLines(validation);
    for (String line : known.subList(1, known.size())) {
      String[] cells = line.split(",", -1);
      lines.add(cells[0] + "," + group(Integer.parseInt(cells[1])));
    }
    try (Stream<Path> files = Files.list(training)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        String wnid = name.substring(0, name.indexOf('_'));
        lines.add(name + "," + group(ClassList.imagenet().indexOf(wnid).orElseThrow()));
      }
    }
    assertThat(lines).hasSize(PICTURES + 1);
    return Files.write(folder.resolve("groups.csv"), lines);
  }

  @Test
  void groupsAreToldOnPicturesHeldOut() throws IOException {
    Path validation = SharedFiles.require("data/images/val-227");
    Path training = SharedFiles.require("data/images/train-original");
    Path weights = SharedFiles.require("data/weights/mobilenet_v2_1.0_224_no_top-assembled.h5");
    Path labels = labels(SharedFiles.require("golden/models/squash-v2.csv"), training);
    String features = folder.resolve("features").toString();
    int exit =
        Main.run(
            "embed",
            "--input",
            validation.toString(),
            training.toString(),
            "--model",
            "mobilenet_v2",
            "--weights",
            weights.toString(),
            "--resolution",
            String.valueOf(RESOLUTION),
            "--preset",
            "squash",
            "--output",
            features,
            "--master",
            "local[2]");
    assertThat(exit).isZero();
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      LabelledFeatures table = table(spark, features, labels, weights);
      List<Row> rows = table.rows().orderBy("hash").collectAsList();
      assertThat(rows).hasSize(PICTURES);
      double mean = 0;
      for (long seed = 1; seed <= SHUFFLES; seed++) {
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        double right = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
          HeadProgress end = train(shuffled, table.classes().size(), fold, seed);
          int heldOut = (PICTURES - fold + FOLDS - 1) / FOLDS;
          EpochFigures last = end.epochs().get(end.epochs().size() - 1);
          right += last.validationAccuracy() * heldOut / PICTURES;
        }
        System.out.printf(Locale.ROOT, "Five-fold, seed %d: %.4f%n", seed, right);
        mean += right / SHUFFLES;
      }
      assertThat(mean).isGreaterThanOrEqualTo(0.93);
    }
  }

  private static LabelledFeatures table(
      SparkSession spark, String features, Path labels, Path weights) {
    PreparedBase base =
        ModelPreparation.prepareBase(
            new ModelSettings(
                "mobilenet_v2",
                1,
                RESOLUTION,
                weights.toString(),
                ModelSettings.IMAGENET,
                Optional.of("squash")),
            new Configuration());
    LabelFile file =
        new LabelFile(spark, new Labels(labels.toString(), List.of(), Optional.empty()));
    ClassList classes = file.classes();
    return FeatureTable.open(spark, features, base).joined(file.read(classes), classes);
  }

  private HeadProgress train(List<Row> rows, int classes, int fold, long seed) throws IOException {
    int width = rows.get(0).getList(1).size();
    FittingSettings settings =
        new FittingSettings(
            FeatureScale.ROOT, 1024, 0.5, 1e-3, EPOCHS, 64, 0.2, true, EPOCHS, seed);
    long[] ofClass = new long[classes];
    try (FeatureSets sets = FeatureSets.create(folder, width)) {
      for (int i = 0; i < rows.size(); i++) {
        List<Float> list = rows.get(i).getList(1);
        float[] features = new float[width];
        for (int j = 0; j < width; j++) {
          features[j] = list.get(j);
        }
        int index = rows.get(i).getInt(2);
        boolean heldOut = i % FOLDS == fold;
        ofClass[index] += heldOut ? 0 : 1;
        sets.add(heldOut, index, features);
      }
      sets.flush();
      List<Float> weights = new ArrayList<>();
      for (long count : ofClass) {
        weights.add((float) (sets.training().rows() / (double) (classes * count)));
      }
      HeadShape shape = settings.head(width, classes);
      return new HeadFitting(
              sets.training(),
              sets.validation(),
              weights,
              settings,
              SessionSettings.ONE_CORE_PER_TASK)
          .run(HeadProgress.start(HeadWeights.undecided(shape, settings.seed())), Silence.LISTENER);
    }
  }
}
