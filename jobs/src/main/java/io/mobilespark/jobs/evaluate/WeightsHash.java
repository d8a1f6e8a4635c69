package io.mobilespark.jobs.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.journal.RunManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The hash of the weights that a table was made with, from the manifest of its run. */
final class WeightsHash {
  private WeightsHash() {}

  /**
   * 64 hexadecimal digits; empty when the table has no manifest, or one of another model.
   *
   * @param model as in the table's column, which ends with the first digits
   */
  static Optional<String> of(String table, String model, Configuration hadoop) {
    try {
      Path manifest = RunManifest.below(new Path(table));
      FileSystem fileSystem = manifest.getFileSystem(hadoop);
      if (!fileSystem.exists(manifest)) {
        return Optional.empty();
      }
      try (InputStream json = fileSystem.open(manifest)) {
        for (JsonNode of : new ObjectMapper().readTree(json).path("models")) {
          if (of.path("model").asText().equals(model)) {
            return Optional.of(of.path("weights_sha256").asText());
          }
        }
        return Optional.empty();
      }
    } catch (IOException e) {
      // The table is whole without; the report says that there is no manifest.
      return Optional.empty();
    }
  }
}
