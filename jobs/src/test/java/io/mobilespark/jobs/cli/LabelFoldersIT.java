// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels that look like numbers, like nothing, or like paths, and tables in folders by them. */
class LabelFoldersIT {
  private static final List<@Nullable String> ODD =
      Arrays.asList(
          "007",
          "7",
          "7.0",
          "1e3",
          "2024-01-01",
          "",
          null,
          "__HIVE_DEFAULT_PARTITION__",
          "a/b=c%d:e\nf",
          " 7 ",
          ".",
          "é",
          "%".repeat(80),
          "é".repeat(30) + "%".repeat(120));

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  private static List<byte[]> pictures = List.of();

  @BeforeAll
  static void draw() throws IOException {
    drawings = Drawings.below(folder, 60, 0);
    try (Stream<Path> all = Files.walk(drawings.set().folder())) {
      List<byte[]> read = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().endsWith(".png") || file.toString().endsWith(".jpg")) {
          read.add(Files.readAllBytes(file));
        }
      }
      pictures = read;
    }
  }

  private static SparkSession spark() {
    return SparkSession.builder().master("local[2]").getOrCreate();
  }

  /** A table of pictures with these labels, and their labels by key. */
  private static Map<String, String> table(Path table, int from, List<@Nullable String> labels)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, String> byKey = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      String key = "picture-" + (from + i) + ".png";
      rows.add(RowFactory.create(key, pictures.get((from + i) % pictures.size()), labels.get(i)));
      byKey.put(key, String.valueOf(labels.get(i)));
    }
    try (SparkSession spark = spark()) {
      spark
          .createDataFrame(rows, StructType.fromDDL("path STRING, content BINARY, kind STRING"))
          .repartition(2)
          .write()
          .mode("append")
          .parquet(table.toString());
    }
    return byKey;
  }

  private static CommandRun embed(Path input, Path output, String... options) {
    List<String> command =
        new ArrayList<>(List.of("embed", "--input", input.toString(), "--master", "local[2]"));
    command.addAll(List.of("--output", output.toString(), "--partition-by-label", "--keep-label"));
    command.addAll(List.of("--label-column", "kind", "--model", "mobilenet_v1", "--alpha", "0.25"));
    command.addAll(List.of("--resolution", "96", "--weights", drawings.weights().toString()));
    command.addAll(List.of("--preset", "squash"));
    command.addAll(List.of(options));
    return CommandRun.of(command);
  }

  /** As anybody reads it, with what Spark makes of folders' names. */
  private static Map<String, String> labels(Path table, String column) throws IOException {
    try (SparkSession spark = spark()) {
      return spark.read().parquet(table.toString()).select("path", column).collectAsList().stream()
          .collect(Collectors.toMap(row -> row.getString(0), row -> String.valueOf(row.get(1))));
    }
  }

  @Test
  void anyReaderGetsLabelsAsTheyWere() throws IOException {
    Path input = folder.resolve("odd");
    Path output = folder.resolve("odd-features");
    Map<String, String> labels = table(input, 0, ODD);
    CommandRun run = embed(input, output);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(labels(output, "source_label")).isEqualTo(labels);

    labels.putAll(table(input, 100, ODD));
    CommandRun added = embed(input, output, "--append");
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(labels(output, "source_label")).isEqualTo(labels);
    try (Stream<Path> folders = Files.list(output)) {
      assertThat(folders.map(path -> String.valueOf(path.getFileName())))
          .contains("label_folder=007", "label_folder=7", "_mobilespark")
          .allMatch(name -> name.matches("label_folder=.*|[_.].*"));
    }
    Leftovers.assertNone(folder);
  }

  @Test
  void headsTellLabelsApartThatAreTheSameNumber() throws IOException {
    Path input = folder.resolve("numbers");
    Path output = folder.resolve("number-features");
    List<@Nullable String> labels = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      labels.add(i % 2 == 0 ? "007" : "7");
    }
    table(input, 0, labels);
    assertThat(embed(input, output).complaints()).isEmpty();
    assertThat(classes(output, "numbers-head")).containsExactly("007", "7");
    // As earlier versions wrote it.
    Path old = folder.resolve("old-features");
    try (SparkSession spark = spark()) {
      spark
          .read()
          .parquet(output.toString())
          .drop("label_folder")
          .write()
          .partitionBy("source_label")
          .parquet(old.toString());
    }
    assertThat(classes(old, "old-head")).containsExactly("007", "7");
    Files.createDirectories(old.resolve("_mobilespark"));
    Files.copy(output.resolve("_mobilespark/run.json"), old.resolve("_mobilespark/run.json"));
    assertThat(embed(input, old, "--append").complaints())
        .singleElement()
        .asString()
        .endsWith("its rows lie in folders by source_label, not by label_folder");
  }

  /** The classes of a head that is trained on these features. */
  private static List<String> classes(Path features, String head) throws IOException {
    List<String> train =
        new ArrayList<>(List.of("train", "--features", features.toString(), "--epochs", "1"));
    train.addAll(List.of("--labels", "source_label", "--model", "mobilenet_v1", "--alpha", "0.25"));
    train.addAll(List.of("--resolution", "96", "--weights", drawings.weights().toString()));
    train.addAll(List.of("--preset", "squash", "--output", folder.resolve(head).toString()));
    train.addAll(List.of("--master", "local[2]"));
    CommandRun run = CommandRun.of(train);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Files.readAllLines(folder.resolve(head).resolve("classes.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1)[1].replace("\"", ""))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  @Test
  void theBestLabelStandsInTheFilesToo() throws IOException {
    Path output = folder.resolve("predictions");
    Path rejected = drawings.set().folder().resolve("none.jpg");
    Files.writeString(rejected, "no picture");
    CommandRun run =
        CommandRun.of(drawings.command(drawings.input(), output, "--partition-by-label"));
    Files.delete(rejected);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(labels(output, "top_label").values()).contains("disc", "null").hasSize(61);
    List<String> evaluate =
        new ArrayList<>(List.of("evaluate", "--predictions", output.toString()));
    evaluate.addAll(List.of("--truth", drawings.set().labels().toString()));
    evaluate.addAll(List.of("--truth-classes", drawings.set().classes().toString()));
    evaluate.addAll(List.of("--report", folder.resolve("judged").toString()));
    evaluate.addAll(List.of("--master", "local[2]"));
    assertThat(CommandRun.of(evaluate).complaints()).isEmpty();

    assertThat(
            CommandRun.of(drawings.command(drawings.input(), output, "--append"))
                .complaints()
                .get(0))
        .endsWith("its rows lie in folders by label: name --partition-by-label");
    assertThat(
            CommandRun.of(
                    drawings.command(drawings.input(), output, "--append", "--partition-by-label"))
                .out())
        .contains("nothing to do");
    Path flat = folder.resolve("flat");
    assertThat(CommandRun.of(drawings.command(drawings.input(), flat)).exitCode()).isZero();
    assertThat(
            CommandRun.of(
                    drawings.command(drawings.input(), flat, "--append", "--partition-by-label"))
                .complaints()
                .get(0))
        .endsWith("its rows lie in no folders by label: leave --partition-by-label out");
  }
}
