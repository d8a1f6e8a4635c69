// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.evaluation.PredictionTable;
import io.mobilespark.jobs.journal.RunManifest;
import io.mobilespark.tensorflow.ScoreKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The model that a table was made with, from the manifest of its run, or from the rows where there
 * is none.
 *
 * @param weightsSha256 64 hexadecimal digits; empty when the table has no manifest, or one of
 *     another model
 * @param kind what its probabilities mean
 */
record RunModel(Optional<String> weightsSha256, ScoreKind kind) {

  /** The model of a table; a table without manifest is of labels where rows add up to over 1. */
  static RunModel of(PredictionTable table, Configuration hadoop) {
    try {
      Path manifest = RunManifest.below(new Path(table.uri()));
      FileSystem fileSystem = manifest.getFileSystem(hadoop);
      if (fileSystem.exists(manifest)) {
        try (InputStream json = fileSystem.open(manifest)) {
          for (JsonNode of : new ObjectMapper().readTree(json).path("models")) {
            if (of.path("model").asText().equals(table.model())) {
              return new RunModel(
                  Optional.of(of.path("weights_sha256").asText()), kind(of.path("scores"), table));
            }
          }
        }
      }
    } catch (IOException e) {
      // The table is whole without; the report says that there is no manifest.
      return new RunModel(Optional.empty(), kind(table));
    }
    return new RunModel(Optional.empty(), kind(table));
  }

  /** Whether a picture has any number of labels. */
  boolean hasLabels() {
    return kind == ScoreKind.LABELS;
  }

  /** Tables of versions that did not write it are of classes. */
  private static ScoreKind kind(JsonNode scores, PredictionTable table) {
    return Arrays.stream(ScoreKind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(scores.asText()))
        .findFirst()
        .orElseGet(() -> kind(table));
  }

  private static ScoreKind kind(PredictionTable table) {
    return table.exceedsOne() ? ScoreKind.LABELS : ScoreKind.CLASSES;
  }
}
