// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.demo.DemoModel;
import io.mobilespark.jobs.demo.DrawnSet;
import io.mobilespark.jobs.demo.GenerateSettings;
import io.mobilespark.jobs.demo.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model under two presets: each picture decoded once, a row for each, an accuracy for each. */
final class TableIT {
  @TempDir Path folder;

  @Test
  void modelsAreJudgedSideBySide() throws IOException {
    DrawnSet drawn = Generator.run(new GenerateSettings(folder.resolve("drawn"), 60, 5, 0));
    Path weights = DemoModel.unpack(folder);
    Path report = folder.resolve("report");
    CommandRun run =
        CommandRun.of(
            "table",
            "--input",
            folder.resolve("drawn").resolve("*/*"),
            "--model",
            "mobilenet_v1",
            "--alpha",
            "0.25",
            "--resolution",
            "96",
            "--weights",
            weights,
            "--classes",
            drawn.classes(),
            "--preset",
            "squash",
            "--model",
            "mobilenet_v1",
            "--alpha",
            "0.25",
            "--resolution",
            "96",
            "--weights",
            weights,
            "--classes",
            drawn.classes(),
            "--preset",
            "keras-docs",
            "--truth",
            drawn.labels(),
            "--report",
            report);

    assertThat(run.failure()).isEmpty();
    assertThat(run.exit()).isZero();
    JsonNode models =
        new ObjectMapper().readTree(report.resolve("table.json").toFile()).get("models");
    assertThat(models).hasSize(2);
    assertThat(models.get(0).get("preset").asText()).isEqualTo("keras-docs");
    assertThat(models.get(1).get("preset").asText()).isEqualTo("squash");
    for (JsonNode model : models) {
      assertThat(model.get("images").asInt()).isEqualTo(60);
      assertThat(model.get("classified").asInt()).isEqualTo(60);
      assertThat(model.get("parameters").asInt()).isEqualTo(221_114);
      assertThat(model.get("weights_sha256").asText()).hasSize(64);
    }
    assertThat(models.get(1).get("top1").asDouble()).isGreaterThan(0.95);
    assertThat(run.out()).contains("| squash").contains("| keras-docs").contains("0.22 M");
    assertThat(Files.readString(report.resolve("table.md"))).contains("| model ");
    JsonNode manifest =
        new ObjectMapper().readTree(report.resolve("predictions/_mobilespark/run.json").toFile());
    assertThat(manifest.get("models")).hasSize(2);
    assertThat(manifest.get("pictures").asInt()).isEqualTo(60);
  }

  @Test
  void theSameModelTwiceIsRefused() {
    DrawnSet drawn = Generator.run(new GenerateSettings(folder.resolve("drawn"), 10, 5, 0));
    Path weights = DemoModel.unpack(folder);
    Object[] model = {
      "--model",
      "mobilenet_v1",
      "--alpha",
      "0.25",
      "--resolution",
      "96",
      "--weights",
      weights,
      "--classes",
      drawn.classes(),
      "--preset",
      "squash"
    };
    Object[] arguments = new Object[3 + 2 * model.length + 4];
    Object[] ends = {"--truth", drawn.labels(), "--report", folder.resolve("report")};
    arguments[0] = "table";
    arguments[1] = "--input";
    arguments[2] = folder.resolve("drawn").resolve("*/*");
    System.arraycopy(model, 0, arguments, 3, model.length);
    System.arraycopy(model, 0, arguments, 3 + model.length, model.length);
    System.arraycopy(ends, 0, arguments, 3 + 2 * model.length, ends.length);
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.failure()).contains("is asked for twice");
    assertThat(folder.resolve("report")).doesNotExist();
  }
}
