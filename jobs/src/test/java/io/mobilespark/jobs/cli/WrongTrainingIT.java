// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.demo.DrawnSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a head cannot be trained on or served with is one line and exit code 1. */
class WrongTrainingIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static TrainedDrawings trained;

  @BeforeAll
  static void train() {
    trained = TrainedDrawings.below(folder);
    assertThat(trained.run().complaints()).isEmpty();
  }

  @Test
  void whatIsThereIsLeftAlone() throws IOException {
    Path filled = Files.createDirectory(folder.resolve("filled"));
    Files.writeString(filled.resolve("mine.txt"), "mine");
    fails(
        trained.again(filled),
        "is there already; --resume goes on with it, --overwrite replaces it");
    fails(trained.again(trained.head(), "--overwrite"), "which this run reads");
    fails(trained.again(filled, "--overwrite"), "holds mine.txt, which train did not write");
  }

  @Test
  void aResumedRunKeepsToItsSettingsAndClasses() throws IOException {
    Path output = folder.resolve("kept");
    assertThat(CommandRun.of(trained.again(output, "--epochs", "1")).complaints()).isEmpty();
    fails(trained.again(output, "--resume", "--seed", "2"), "had seed 1, found 2");
    fails(
        trained.again(output, "--resume", "--classes", reversed().toString()),
        "The run that is to be resumed had class 0 ");
  }

  @Test
  void labelsThatCannotBeLearnt() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(trained.drawings().set().labels()));
    lines.set(1, lines.get(1).replaceFirst(",.*", ",lonely"));
    Path lonely = Files.write(folder.resolve("lonely.csv"), lines);
    fails(
        labelled(lonely.toString()),
        "The label 'lonely' has 1 picture; 2 or more of different names are needed");
    List<String> more = new ArrayList<>(DrawnSet.CLASSES);
    more.add("nothing");
    Path classes = Files.write(folder.resolve("more.txt"), more);
    fails(
        trained.again(folder.resolve("l"), "--classes", classes.toString()),
        "Class 10 of " + classes + ", 'nothing', has no picture");
    fails(labelled("source_label"), "has no column source_label");
  }

  private static List<String> labelled(String source) {
    List<String> command = trained.again(folder.resolve("l"));
    command.set(command.indexOf("--labels") + 1, source);
    return command;
  }

  @Test
  void aClassListOfAnotherOrder() throws IOException {
    List<String> label = trained.base("label");
    label.addAll(List.of("--input", trained.drawings().input(), "--output", folder + "/never"));
    label.addAll(List.of("--head", trained.head().toString(), "--classes", reversed().toString()));
    fails(label, reversed() + " is in another order than the head's classes: class 0 is ");
  }

  private static Path reversed() throws IOException {
    List<String> labels = new ArrayList<>(DrawnSet.CLASSES);
    Collections.sort(labels);
    Collections.reverse(labels);
    return Files.write(folder.resolve("reversed.txt"), labels);
  }

  @Test
  void featuresAndHeadsOfAnotherBase() throws IOException {
    List<String> other = trained.again(folder.resolve("b"));
    other.set(other.indexOf("--preset") + 1, "keras-docs");
    fails(other, "with preset squash, wanted mobilenet_v1_0.25_96_");
    Path weights = Files.copy(trained.drawings().weights(), folder.resolve("other.h5"));
    Files.write(weights, new byte[] {0}, StandardOpenOption.APPEND);
    List<String> label = trained.base("label");
    label.set(label.indexOf("--weights") + 1, weights.toString());
    label.addAll(List.of("--input", trained.drawings().input(), "--output", folder + "/never"));
    label.addAll(List.of("--head", trained.head().toString()));
    fails(label, "The head was trained on features of mobilenet_v1_0.25_96_");
  }

  @Test
  void featuresThatAreNoNumbers() throws IOException {
    try (SparkSession spark = new SparkOptions().open("test")) {
      spark
          .read()
          .parquet(trained.features().toString())
          .withColumn("features", array_repeat(lit(Float.NaN), 256))
          .write()
          .parquet(folder + "/nan");
      spark
          .read()
          .parquet(trained.features().toString())
          .withColumn("features", array_repeat(col("width").cast("float"), 255))
          .write()
          .parquet(folder + "/narrow");
    }
    List<String> nan = trained.again(folder.resolve("n"));
    nan.set(nan.indexOf("--features") + 1, folder + "/nan");
    fails(nan, "has a feature of NaN, wanted finite numbers");
    List<String> narrow = trained.again(folder.resolve("m"));
    narrow.set(narrow.indexOf("--features") + 1, folder + "/narrow");
    fails(narrow, "has 255 features, wanted 256");
  }

  @Test
  void settingsThatCannotBeRight() {
    CommandRun run = CommandRun.of(trained.again(folder.resolve("s"), "--validation", "1"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--validation is between 0 and 1: 1.0");
  }

  private static void fails(List<String> command, String says) {
    CommandRun run = CommandRun.of(command);
    assertThat(run.complaints()).hasSize(1).first().asString().contains(says);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.hasStackTrace()).isFalse();
  }
}
