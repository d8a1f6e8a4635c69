// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.demo.DrawnSet;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From drawings to a head that labels, is judged, exported, and trained the same again. */
class TrainIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static TrainedDrawings trained;

  @BeforeAll
  static void train() {
    trained = TrainedDrawings.below(folder);
    assertThat(trained.run().complaints()).isEmpty();
  }

  private static JsonNode json(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("training.json").toFile());
  }

  /** Loss and accuracy of each epoch. */
  private static List<List<Double>> epochs(Path output) throws IOException {
    List<List<Double>> epochs = new ArrayList<>();
    for (JsonNode epoch : json(output).get("epochs")) {
      epochs.add(
          List.of(
              epoch.get("loss").asDouble(),
              epoch.get("accuracy").asDouble(),
              epoch.get("validation_loss").asDouble(),
              epoch.get("validation_accuracy").asDouble()));
    }
    return epochs;
  }

  @Test
  void theDrawingsAreTold() throws IOException {
    assertThat(trained.run().err()).contains("Epoch 1 of 12: loss");
    assertThat(trained.run().out()).contains("Classes     10", "Held out");
    JsonNode training = json(trained.head());
    assertThat(training.get("training_rows").asInt() + training.get("validation_rows").asInt())
        .isEqualTo(TrainedDrawings.PICTURES);
    assertThat(training.get("validation_rows").asInt()).isBetween(30, 90);
    assertThat(training.get("validation_accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(Files.readString(trained.head().resolve("training.html")))
        .contains("<svg", "Right of those held out", "</html>")
        .doesNotContain("http:", "https:");
    assertThat(Files.readAllLines(trained.head().resolve("classes.csv"))).hasSize(11);
  }

  @Test
  void theHeadLabelsAndIsJudgedAndExported() throws IOException {
    Path report = folder.resolve("report");
    CommandRun run = CommandRun.of(evaluation("report"));
    assertThat(run.complaints()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(report.resolve("report.json").toFile());
    assertThat(json.get("images").asInt()).isEqualTo(TrainedDrawings.PICTURES);
    assertThat(json.get("top1").asDouble()).isGreaterThan(0.95);
    List<String> labels = DrawnSet.CLASSES;
    PredictedRow.byName(report.resolve("predictions")).values().stream()
        .filter(row -> !row.predictions().isEmpty())
        .forEach(row -> assertThat(labels).contains(row.predictions().get(0).label()));

    Path saved = folder.resolve("saved");
    List<String> export = trained.base("models");
    export.add(1, "export");
    export.removeAll(List.of("--master", "local[2]"));
    export.addAll(List.of("--head", trained.head().toString(), "--output", saved.toString()));
    assertThat(CommandRun.of(export).complaints()).isEmpty();
    List<String> label = trained.base("label");
    label.set(label.indexOf("--weights") + 1, saved.toString());
    label.addAll(
        List.of("--input", trained.drawings().input(), "--output", folder + "/from-saved"));
    label.addAll(List.of("--classes", trained.head().resolve("classes.csv").toString()));
    assertThat(CommandRun.of(label).complaints()).isEmpty();
    Path keras = folder.resolve("head.keras");
    export.set(export.indexOf("--output") + 1, keras.toString());
    CommandRun asKeras = CommandRun.of(export);
    assertThat(asKeras.complaints()).isEmpty();
    assertThat(keras).isRegularFile();
    assertThat(CommandRun.of(export).complaints())
        .singleElement()
        .asString()
        .contains("is there already: --output has to name a file that is not");
    SortedMap<String, PredictedRow> own = PredictedRow.byName(report.resolve("predictions"));
    SortedMap<String, PredictedRow> fromSaved = PredictedRow.byName(folder.resolve("from-saved"));
    own.forEach(
        (name, row) -> {
          if (!row.predictions().isEmpty()) {
            assertThat(fromSaved.getOrDefault(name, PredictedRow.NONE).predictions().get(0).label())
                .isEqualTo(row.predictions().get(0).label());
          }
        });
  }

  @Test
  void theHeadAnswersQueries() throws IOException {
    Path table = folder.resolve("to-query");
    PackedDrawings.of(trained.drawings()).table(table);
    Path labelled = folder.resolve("to-compare");
    List<String> label = trained.base("label");
    label.addAll(List.of("--input", table.toString(), "--output", labelled.toString()));
    label.addAll(List.of("--head", trained.head().toString()));
    assertThat(CommandRun.of(label).complaints()).isEmpty();
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.sql.extensions", "io.mobilespark.spark.MobileSparkExtensions")
            .config("spark.mobilespark.head", trained.head().toString());
    for (String option : List.of("model", "alpha", "resolution", "weights", "preset")) {
      builder.config("spark.mobilespark." + option, label.get(label.indexOf("--" + option) + 1));
    }
    SortedMap<String, String> found = new TreeMap<>();
    try (SparkSession spark = builder.getOrCreate()) {
      spark.read().parquet(table.toString()).createOrReplaceTempView("t");
      spark
          .sql("SELECT path, mobilenet_classify(content).predictions[0].label FROM t")
          .collectAsList()
          .forEach(row -> found.put(row.getString(0), row.isNullAt(1) ? "" : row.getString(1)));
    }
    SortedMap<String, String> wanted = new TreeMap<>();
    PredictedRow.byName(labelled)
        .forEach(
            (name, row) ->
                wanted.put(
                    name, row.predictions().isEmpty() ? "" : row.predictions().get(0).label()));
    assertThat(wanted).isNotEmpty();
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void theSameSeedGivesTheSameHead() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    for (Path output : List.of(one, two)) {
      assertThat(
              CommandRun.of(trained.again(output, "--epochs", "3", "--dropout", "0.3"))
                  .complaints())
          .isEmpty();
    }
    assertThat(one.resolve("head.bin")).hasSameBinaryContentAs(two.resolve("head.bin"));
    assertThat(epochs(one)).hasSize(3).isEqualTo(epochs(two));
  }

  @Test
  void labelsComeFromTheSource() throws IOException {
    PackedDrawings packed = PackedDrawings.of(trained.drawings());
    Path shard = folder.resolve("labelled.tar");
    packed.tar(shard);
    Path table = folder.resolve("labelled");
    packed.table(table);
    learns("from-tar", "--input", shard.toString());
    learns("from-table", "--input", table.toString(), "--label-column", "motif");
  }

  private static void learns(String name, String... source) throws IOException {
    Path output = folder.resolve(name);
    List<String> command = trained.base("train");
    command.addAll(List.of(source));
    command.addAll(List.of("--labels", "source_label", "--output", output.toString()));
    command.addAll(List.of("--hidden", "64", "--epochs", "12"));
    assertThat(CommandRun.of(command).complaints()).isEmpty();
    JsonNode training = json(output);
    assertThat(training.get("training_rows").asInt() + training.get("validation_rows").asInt())
        .isEqualTo(TrainedDrawings.PICTURES);
    assertThat(training.get("validation_accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(Files.readAllLines(output.resolve("classes.csv")))
        .hasSize(11)
        .anyMatch(line -> line.contains("checkerboard"));
  }

  /** Killed while the third epoch runs, or soon after: the rest is done as if nothing had been. */
  @Test
  void aKilledRunGoesOn() throws Exception {
    Path output = folder.resolve("killed");
    String[] options = {"--epochs", "40", "--patience", "40", "--batch-size", "1"};
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.mobilespark.jobs.cli.Main");
    command.addAll(trained.again(output, options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.log").toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    Path second = output.resolve("checkpoints/epoch-00002");
    Path third = output.resolve("checkpoints/epoch-00003");
    while (!Files.exists(second) && !Files.exists(third) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertThat(output.resolve("head.json")).doesNotExist();

    CommandRun resumed = CommandRun.of(trained.again(output, concat(options, "--resume")));
    assertThat(resumed.complaints()).isEmpty();
    assertThat(resumed.err()).contains("Goes on after epoch ").doesNotContain("Epoch 2 of 40: ");
    Path whole = folder.resolve("whole");
    assertThat(CommandRun.of(trained.again(whole, options)).complaints()).isEmpty();
    assertThat(epochs(output)).hasSize(40).isEqualTo(epochs(whole));
    assertThat(output.resolve("head.bin")).hasSameBinaryContentAs(whole.resolve("head.bin"));
  }

  @Test
  void twoRunsIntoOneOutputAreOneTooMany() throws IOException {
    List<List<String>> commands =
        List.of(trained.again(folder.resolve("busy"), "--overwrite"), evaluation("busy"));
    for (List<String> command : commands) {
      try (RunLock lock =
          RunLock.acquire(
              Workplace.of(folder.resolve("busy").toString(), new Configuration(false)), "first")) {
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.complaints())
            .singleElement()
            .asString()
            .contains("busy is in use by run first on ");
        lock.check();
      }
      assertThat(folder.resolve("busy")).doesNotExist();
    }
    assertThat(CommandRun.of(evaluation("busy")).complaints()).isEmpty();
    assertThat(folder.resolve("busy/report.json")).exists();
  }

  private List<String> evaluation(String report) {
    List<String> evaluate = trained.base("evaluate");
    evaluate.addAll(
        List.of("--input", trained.drawings().input(), "--head", trained.head().toString()));
    evaluate.addAll(List.of("--truth", trained.drawings().set().labels().toString()));
    evaluate.addAll(List.of("--report", folder.resolve(report).toString()));
    return evaluate;
  }

  private static String[] concat(String[] options, String last) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = last;
    return all;
  }
}
