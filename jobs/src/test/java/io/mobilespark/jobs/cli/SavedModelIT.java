// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people export is described, checked and labelled by its folder alone. */
final class SavedModelIT {
  @TempDir private Path folder;

  private final Path models = SharedFiles.require("wild/models");
  private final Path tutorial = models.resolve("v2-sequential-rescaling-saved");

  @Test
  void itIsDescribedAndChecked() {
    String file = tutorial.resolve("saved").toString();
    CommandRun described = CommandRun.of("models", "describe", file);
    assertThat(described.exitCode()).isZero();
    assertThat(described.out())
        .contains("Format      SavedModel")
        .contains("Input       96x96 of 0..255, any number of pictures at a time")
        .contains("Output      3 classes by softmax, by the graph itself")
        .contains("Labels      the outputs' indices (3 classes)");
    CommandRun checked =
        CommandRun.of(
            "models",
            "check",
            file,
            "--classes",
            tutorial.resolve("classes.txt").toString(),
            "--preset",
            "squash",
            "--input",
            models.resolve("pictures").toString());
    assertThat(checked.exitCode()).isZero();
    assertThat(checked.out().lines().filter(line -> line.contains(".png"))).hasSize(8);
    assertThat(checked.out()).contains("bird 0.");
  }

  @Test
  void aKerasFileIsDescribedByItsLayers() {
    CommandRun described =
        CommandRun.of(
            "models",
            "describe",
            models.resolve("v2-sequential-rescaling-keras/model.keras").toString());
    assertThat(described.exitCode()).isZero();
    assertThat(described.out())
        .contains("Format      a model of Keras 3.")
        .contains("Trunk       mobilenet_v2 alpha 0.35 96x96")
        .contains("Layers      Rescaling, Functional mobilenetv2_0.35_96, GlobalAveragePooling2D")
        .contains("Input       96x96 of 0..255")
        .contains("Parameters  414,051");
  }

  @Test
  void aRunSaysWhatItFoundAndLabelsAboveAThreshold() throws IOException {
    Path output = folder.resolve("table");
    List<String> command =
        new ArrayList<>(List.of("label", "--input", models.resolve("pictures").toString()));
    command.addAll(List.of("--weights", tutorial.resolve("saved").toString()));
    command.addAll(List.of("--threshold", "0.3", "--top-k", "1", "--preset", "squash"));
    command.addAll(List.of("--output", output.toString(), "--master", "local[2]"));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("input 96x96 of 0..255, 3 classes named by the outputs' indices");
    JsonNode about =
        new ObjectMapper().readTree(Files.readString(output.resolve("_mobilespark/run.json")));
    assertThat(about.at("/models/0/input_range").asText()).isEqualTo("0..255");
    assertThat(about.at("/models/0/scores").asText()).isEqualTo("classes");
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      List<Row> rows = spark.read().parquet(output.toString()).collectAsList();
      assertThat(rows).hasSize(8);
      for (Row row : rows) {
        assertThat(row.getList(row.fieldIndex("predictions"))).hasSize(1);
        Row best = (Row) row.getList(row.fieldIndex("predictions")).get(0);
        List<String> labels = row.getList(row.fieldIndex("labels"));
        assertThat(labels).isNotEmpty().hasSizeLessThanOrEqualTo(3);
        assertThat(labels.get(0)).isEqualTo(best.getString(best.fieldIndex("label")));
      }
    }
  }

  @Test
  void whatItLeavesOpenIsAUsageError() {
    CommandRun run =
        CommandRun.of(
            "models", "describe", tutorial.resolve("saved").toString(), "--signature", "predict");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no signature 'predict'", "see mobilespark models describe");
  }
}
