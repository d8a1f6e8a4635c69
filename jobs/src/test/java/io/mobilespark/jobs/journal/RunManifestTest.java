// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.identity.SchemaVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file beside the table, key by key. */
class RunManifestTest {
  @TempDir private Path folder;

  @Test
  void everyKeyIsThereUnderItsName() throws IOException {
    JsonNode json = written(manifest(List.of("label", "--input", "a \"b\" ü")));
    assertThat(json.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "schema_version",
            "kind",
            "run",
            "files",
            "command",
            "arguments",
            "versions",
            "models",
            "started_at",
            "seconds",
            "pictures",
            "counts",
            "stage_seconds",
            "pictures_per_second",
            "fingerprint",
            "runs");
    assertThat(json.get("schema_version").asInt()).isEqualTo(1);
    assertThat(json.get("kind").asText()).isEqualTo("table");
    assertThat(json.get("models").get(0).properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("model", "preset", "weights_sha256", "precision", "input_range", "scores");
    assertThat(json.get("arguments").get(2).asText()).isEqualTo("a \"b\" ü");
    assertThat(json.get("counts").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("classified", "UNSUPPORTED_FORMAT");
    assertThat(json.get("counts").get("UNSUPPORTED_FORMAT").asLong()).isEqualTo(2);
    assertThat(json.get("stage_seconds").get("decode").asDouble()).isEqualTo(1.5);
    assertThat(json.get("pictures_per_second").asDouble()).isEqualTo(3);
    assertThat(json.get("versions").get("spark").asText()).isEqualTo("4");
  }

  @Test
  void secretsOnTheCommandLineStayThere() throws IOException {
    List<String> shown =
        List.of(
            "label",
            "--conf",
            "spark.hadoop.fs.s3a.endpoint=http://host",
            "--input=s3a://b/token=5/x",
            "--conf=spark.executor.cores=2");
    assertThat(manifest(shown).arguments()).isEqualTo(shown);
    List<String> hidden =
        List.of(
            "spark.hadoop.fs.s3a.secret.key=abc=",
            "--conf=spark.hadoop.fs.s3a.bucket.b.access.key=abc",
            "spark.hadoop.fs.s3a.session.TOKEN=a\nbc",
            "my.password=abc");
    assertThat(manifest(hidden).arguments())
        .containsExactly(
            "spark.hadoop.fs.s3a.secret.key=(hidden)",
            "--conf=spark.hadoop.fs.s3a.bucket.b.access.key=(hidden)",
            "spark.hadoop.fs.s3a.session.TOKEN=(hidden)",
            "my.password=(hidden)");
  }

  @Test
  void whatIsReplacedIsNotCountedTwice() {
    RunManifest table = manifest(List.of());
    RunManifest run = manifest(List.of());
    RunManifest kept = run.after(table, Map.of("UNSUPPORTED_FORMAT", 1L));
    assertThat(kept.pictures()).isEqualTo(11);
    assertThat(kept.counts()).isEqualTo(Map.of("classified", 8L, "UNSUPPORTED_FORMAT", 3L));
    RunManifest nothingElse =
        new RunManifest(
                run.schemaVersion(),
                run.files(),
                run.command(),
                run.arguments(),
                run.versions(),
                run.models(),
                run.startedAt(),
                2,
                2,
                Map.of("classified", 2L),
                run.stageSeconds(),
                1,
                null,
                List.of())
            .after(table, Map.of("UNSUPPORTED_FORMAT", 2L));
    assertThat(nothingElse.pictures()).isEqualTo(6);
    assertThat(nothingElse.counts()).isEqualTo(Map.of("classified", 6L));
  }

  private JsonNode written(RunManifest manifest) throws IOException {
    org.apache.hadoop.fs.Path table = new org.apache.hadoop.fs.Path("file:" + folder);
    try (FileSystem fileSystem = FileSystem.newInstance(table.toUri(), new Configuration(false))) {
      manifest.write(fileSystem, table);
    }
    return new ObjectMapper().readTree(folder.resolve("_mobilespark/run.json").toFile());
  }

  private static RunManifest manifest(List<String> arguments) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("classified", 4L);
    counts.put("UNSUPPORTED_FORMAT", 2L);
    return new RunManifest(
        SchemaVersion.CURRENT,
        List.of("part-0a1b2c3d"),
        "label",
        arguments,
        Map.of("spark", "4"),
        List.of(new RunManifest.Model("m", "squash", "0".repeat(64))),
        "2026-01-01T00:00:00Z",
        2,
        6,
        counts,
        Map.of("decode", 1.5),
        3,
        null,
        List.of());
  }
}
