// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled and judged in one go, against what Keras makes of the same pictures and weights. */
final class RealPicturesIT {
  @TempDir Path folder;

  @Test
  void accuracyIsThatOfKeras() throws IOException {
    Path report = folder.resolve("report");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--input",
            SharedFiles.require("data/images/val-227"),
            "--model",
            "mobilenet_v2",
            "--weights",
            SharedFiles.require("data/weights/mobilenet_v2_1.0_224-assembled.h5"),
            "--preset",
            "squash",
            "--truth",
            SharedFiles.require("golden/models/squash-v2.csv"),
            "--real",
            SharedFiles.require("data/labels/real.json"),
            "--report",
            report);

    assertThat(run.failure()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(report.resolve("report.json").toFile());
    assertThat(json.get("images").asInt()).isEqualTo(325);
    assertThat(json.get("top1").asDouble()).isEqualTo(260.0 / 325);
    assertThat(json.get("top5").asDouble()).isEqualTo(308.0 / 325);
    assertThat(json.get("real").get("counted").asInt()).isEqualTo(310);
    assertThat(json.get("weights_sha256").asText()).hasSize(64);
    assertThat(report.resolve("predictions/_mobilespark/run.json")).exists();
    assertThat(json.get("predictions").asText()).endsWith("report/predictions");
    String html = Files.readString(report.resolve("report.html"));
    assertThat(html).contains("src=\"data:image/jpeg;base64,").doesNotContain("no preview");
    assertThat(html.length()).isLessThan(3_000_000);
  }

  /** The whole truth: pictures that were not labelled are wrong. */
  @Test
  void allOfTheValidationSetCounts() throws IOException {
    Path report = folder.resolve("report");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--input",
            SharedFiles.require("data/images/val-original"),
            "--model",
            "mobilenet_v3_small",
            "--weights",
            SharedFiles.require("data/weights/mobilenet_v3_small_224_1.0-assembled.h5"),
            "--preset",
            "squash",
            "--truth",
            SharedFiles.require("data/labels/ILSVRC2012_validation_ground_truth.txt"),
            "--report",
            report);

    assertThat(run.failure()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(report.resolve("report.json").toFile());
    assertThat(json.get("truth_format").asText()).isEqualTo("devkit");
    assertThat(json.get("images").asInt()).isEqualTo(50_000);
    assertThat(json.get("classified").asInt()).isEqualTo(20);
    assertThat(json.get("missing").asInt()).isEqualTo(49_980);
    assertThat(json.get("missing_pictures")).hasSize(10_000);
    assertThat(json.get("top1").asDouble()).isBetween(5.0 / 50_000, 20.0 / 50_000);
  }
}
