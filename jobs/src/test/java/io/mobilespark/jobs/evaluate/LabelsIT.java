// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A model of five independent labels from the pictures to the report. The figures expected are what
 * scikit-learn's {@code average_precision_score(t, p)}, {@code f1_score(t, p >= 0.5)} and {@code
 * accuracy_score(t, p >= 0.5)} make of Keras's own probabilities.
 */
final class LabelsIT {
  private static final Offset<Double> CLOSE = within(1e-9);
  private static final double[] AVERAGE_PRECISION = {
    0.7861904761904762, 0.875, 1.0, 0.8333333333333333, 0.7
  };
  private static final double[] F1 = {0.7692307692307693, 0.6, 0.8, 2.0 / 3, 2.0 / 3};
  private static final String TRUTH =
      """
      image,labels
      n01484850_great_white_shark.png,a
      n01677366_common_iguana.png,a|b
      n01774750_tarantula.png,c
      n01978455_rock_crab.png,a|c|e
      n02138441_meerkat.png,b
      n03041632_cleaver.png,a|b|d|e
      n03884397_panpipe.png,
      n04560804_water_jug.png,a|b|d
      """;

  private final Path models = SharedFiles.require("wild/models");
  private final Path model = models.resolve("v3small-multilabel-keras");
  @TempDir private Path folder;

  @Test
  void picturesAreLabelledAndJudged() throws IOException {
    Path truth = Files.writeString(folder.resolve("truth.csv"), TRUTH);
    Path report = folder.resolve("report");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--input",
            models.resolve("pictures"),
            "--weights",
            model.resolve("model.keras"),
            "--classes",
            model.resolve("classes.txt"),
            "--top-k",
            1,
            "--truth",
            truth,
            "--report",
            report);

    assertThat(run.failure()).isEmpty();
    assertThat(run.out())
        .contains("mAP         0.8389, the mean of 5 of 5 labels")
        .contains("F1          0.7059 over all labels (micro), 0.7005 the mean of a label (macro)")
        .contains("Exact       12.50 %")
        .contains("Label       e: AP 0.7000, F1 0.6667, precision 100.00 %, recall 50.00 %")
        .doesNotContain("Top-1", "AUC", "Chance");
    JsonNode json = new ObjectMapper().readTree(report.resolve("report.json").toFile());
    assertThat(json.get("scores").asText()).isEqualTo("labels");
    assertThat(json.get("map").asDouble()).isCloseTo(0.838904761904762, CLOSE);
    assertThat(json.get("micro_f1").asDouble()).isCloseTo(0.7058823529411765, CLOSE);
    assertThat(json.get("macro_f1").asDouble()).isCloseTo(0.7005128205128205, CLOSE);
    assertThat(json.get("exact_match").asDouble()).isEqualTo(0.125);
    assertThat(json.get("threshold").asDouble()).isEqualTo(0.5);
    for (int i = 0; i < F1.length; i++) {
      JsonNode label = json.get("per_label").get(i);
      assertThat(label.get("average_precision").asDouble()).isCloseTo(AVERAGE_PRECISION[i], CLOSE);
      assertThat(label.get("f1").asDouble()).isCloseTo(F1[i], CLOSE);
    }
    assertThat(Files.readString(report.resolve("report.html")))
        .contains("<span>mAP</span><strong>0.8389</strong>", "5 of 5 labels", "AP %")
        .doesNotContain("Top-1", "Calibration");
    judgedAgain(report.resolve("predictions"));
  }

  /** The table tells by itself what its probabilities are, and names its labels. */
  private void judgedAgain(Path table) throws IOException {
    Path pairs = parquetTruth();
    assertThat(out(table, pairs))
        .contains("mAP         0.8389", "parquet-label (a column of labels");
    Path json =
        Files.writeString(
            folder.resolve("truth.json"), "{\"n01677366_common_iguana.png\": [\"a\", \"b\"]}");
    assertThat(out(table, json)).contains("7 without truth, not counted", "1 of 1 pictures");
    assertThat(out(table, pairs, "--threshold", "0.6")).contains("Threshold   0.6");
    Path copied = Files.createDirectory(folder.resolve("copied"));
    try (var files = Files.newDirectoryStream(table, "*.parquet")) {
      for (Path file : files) {
        Files.copy(file, copied.resolve(file.getFileName().toString()));
      }
    }
    assertThat(out(copied, pairs)).contains("mAP         0.8389");
    CommandRun compared = CommandRun.of("compare", "--a", table, "--b", copied, "--truth", pairs);
    assertThat(compared.failure()).isEmpty();
    assertThat(compared.out()).contains("exact matches at 0.5 12.50 %", "+0.00 points");
    CommandRun wrong =
        CommandRun.of(
            "evaluate",
            "--predictions",
            table,
            "--truth",
            pairs,
            "--threshold",
            "1.5",
            "--report",
            folder.resolve("never"));
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("--threshold is above 0 and at most 1: 1.5");
  }

  @Test
  void modelsStandSideBySide() throws IOException {
    Path truth = Files.writeString(folder.resolve("truth.csv"), TRUTH);
    Path report = folder.resolve("table");
    CommandRun run =
        CommandRun.of(
            "table",
            "--input",
            models.resolve("pictures"),
            "--weights",
            model.resolve("model.keras"),
            "--classes",
            model.resolve("classes.txt"),
            "--truth",
            truth,
            "--report",
            report);
    assertThat(run.failure()).isEmpty();
    assertThat(run.out())
        .containsPattern("mAP *\\| micro F1 *\\| macro F1 *\\| exact matches")
        .containsPattern("0\\.8389 *\\| 0\\.7059 *\\| 0\\.7005 *\\| 12\\.50 %");
    JsonNode json = new ObjectMapper().readTree(report.resolve("table.json").toFile());
    assertThat(json.get("models").get(0).get("map").asDouble()).isCloseTo(0.838904761904762, CLOSE);
  }

  private String out(Path table, Path truth, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--predictions",
                table,
                "--truth",
                truth,
                "--overwrite",
                "--report",
                folder.resolve("again")));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray());
    assertThat(run.failure()).isEmpty();
    return run.out();
  }

  /** The same truth as an array a picture, one of them in two rows. */
  private Path parquetTruth() throws IOException {
    Path file = folder.resolve("truth");
    StructType schema =
        new StructType()
            .add("path", DataTypes.StringType)
            .add("labels", DataTypes.createArrayType(DataTypes.StringType));
    List<Row> rows = new ArrayList<>();
    for (String line : TRUTH.lines().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      List<String> labels =
          cells[1].isEmpty() ? List.of() : Arrays.asList(cells[1].split("\\|", -1));
      int half = labels.size() / 2;
      rows.add(row(cells[0], labels.subList(0, half)));
      rows.add(row(cells[0], labels.subList(half, labels.size())));
    }
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      spark.createDataFrame(rows, schema).coalesce(1).write().parquet(file.toString());
    }
    return file;
  }

  private static Row row(String picture, List<String> labels) {
    return RowFactory.create(picture, CollectionConverters.asScala(labels).toSeq());
  }
}
