// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's report adds up; how fast things are is nobody's business here. */
class BenchmarkIT {
  @TempDir private Path folder;

  @Test
  void measuresPartsAndWholesAndSaysHowTheyGoTogether() throws Exception {
    Drawings drawings = Drawings.below(folder, 24, 2);
    Path output = folder.resolve("benchmark");
    List<String> command = new ArrayList<>(drawings.command(drawings.input(), output));
    command.set(0, "benchmark");
    command.addAll(List.of("--repetitions", "1", "--parquet", "--core-price", "0.05"));
    command.addAll(List.of("--stored", drawings.input()));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "| limit of the three |", "| label, parquet |", "| SQL, parquet |", "which cost ");
    assertThat(output.resolve("benchmark.md")).hasContent(run.out());
    assertThat(output.resolve("benchmark.html")).isNotEmptyFile();
    JsonNode json = new ObjectMapper().readTree(output.resolve("benchmark.json").toFile());
    assertThat(json.get("cores").asInt()).isEqualTo(2);
    assertThat(json.get("pictures").asInt()).isEqualTo(drawings.files());
    assertThat(json.get("preset").asText()).isEqualTo("squash");
    double parts =
        1 / json.get("decode").asDouble()
            + 1 / json.get("preprocess").asDouble()
            + 1 / json.get("inference").asDouble();
    // Medians of two measurements each.
    assertThat(json.get("limit").asDouble() * parts).isCloseTo(1, within(0.5));
    for (String source : List.of("files", "parquet", "query", "store")) {
      JsonNode figures = json.at("/sources/" + source);
      double micros = 0;
      for (JsonNode part : figures.get("core_micros_per_picture")) {
        micros += part.asDouble();
      }
      double rate = figures.at("/end_to_end/median").asDouble();
      assertThat(micros * rate / 2 / 1e6).isCloseTo(1, within(1e-6));
      assertThat(figures.at("/ratio/median").asDouble()).isPositive();
    }
    assertThat(json.at("/query_by_label/median").asDouble()).isPositive();
    assertThat(PredictedRow.byName(output.resolve("queried"))).hasSize(drawings.files());
    assertThat(json.at("/one_core/inference_by_batch")).hasSize(6);
    assertThat(json.at("/cold_start")).hasSize(4);
  }

  @Test
  void measuresADeviceThatTasksShare() throws Exception {
    Drawings drawings = Drawings.below(folder, 24, 2);
    Path output = folder.resolve("device");
    List<String> command = new ArrayList<>(drawings.command(drawings.input(), output));
    command.set(0, "benchmark");
    command.addAll(List.of("--repetitions", "1", "--device-queue", "--device-batch", "4"));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(output.resolve("device.md")).hasContent(run.out());
    assertThat(run.out())
        .contains("fp32 on the CPU in batches of 4, 2 cores, median of 1")
        .contains("that of the CPU in fp32 for 24 of 24 pictures (100.00 %)")
        .contains("Without the queue, in the tasks: ", "The queue is ", " times as fast (")
        .contains("Device: ", "shared batches", "devices busy");
    JsonNode json = new ObjectMapper().readTree(output.resolve("device.json").toFile());
    double least = Double.MAX_VALUE;
    for (String limit : List.of("decode_limit", "host_to_device_limit", "device_limit")) {
      assertThat(json.get(limit).asDouble()).as(limit).isPositive();
      least = Math.min(least, json.get(limit).asDouble());
    }
    assertThat(json.get("ratio").asDouble() * least)
        .isCloseTo(json.get("end_to_end").asDouble(), within(1e-6));
    assertThat(json.get("queue_gain").asDouble() * json.get("without_queue").asDouble())
        .isCloseTo(json.get("end_to_end").asDouble(), within(1e-6));
    assertThat(json.get("seen").toString()).contains("shared batches");
    assertThat(PredictedRow.byName(output.resolve("predictions-cpu"))).hasSize(drawings.files());
  }

  @Test
  void refusesToMeasureNothing() {
    Drawings drawings = Drawings.below(folder, 1, 0);
    List<String> command = new ArrayList<>(drawings.command(drawings.input(), folder.resolve("b")));
    command.set(0, "benchmark");
    command.addAll(List.of("--repetitions", "0"));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--repetitions is 1 or more: 0");
  }
}
