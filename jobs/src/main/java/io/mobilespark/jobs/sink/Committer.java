// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mobilespark.MobileSparkException;
import io.mobilespark.outputs.StateFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Who makes what tasks have written appear, where an output is written in its place. */
sealed interface Committer permits MagicCommitter, ManifestCommitter {
  /** What Spark's session has to be told: its own committers rename folders. */
  Map<String, String> SESSION_SETTINGS =
      Map.of(
          TableSink.COMMIT_PROTOCOL,
          FencedCommitProtocol.class.getName(),
          // What a stream that is being replaced has listed of its own would hide all else.
          "spark.sql.streaming.fileStreamSink.ignoreMetadata",
          "true",
          "spark.sql.parquet.output.committer.class",
          "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");

  /** What a write has to be told. */
  Map<String, String> writeOptions(Configuration hadoop);

  /** Puts a file over one that is there, in one step for whoever reads it. */
  void put(FileSystem fileSystem, Path from, Path to) throws IOException;

  /** How it is called in {@code _SUCCESS}. */
  String name(Configuration hadoop);

  /** How messages call it. */
  String title(Configuration hadoop);

  /**
   * Checks who committed: a committer that renames folders would leave an empty {@code _SUCCESS}.
   *
   * @throws MobileSparkException when it was another one
   */
  default void requireCommitted(FileSystem fileSystem, Path folder, Configuration hadoop)
      throws IOException {
    String committer = "classic";
    try (InputStream in = fileSystem.open(new Path(folder, "_SUCCESS"))) {
      committer = StateFiles.JSON.readTree(in.readAllBytes()).path("committer").asText(committer);
    } catch (FileNotFoundException e) {
      committer = "none that wrote _SUCCESS";
    } catch (JsonProcessingException e) {
      // What it holds is none's JSON.
    }
    if (!committer.equals(name(hadoop))) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s was to be committed by %s, but _SUCCESS names %s",
              folder,
              title(hadoop),
              committer.isEmpty() ? "classic" : committer));
    }
  }
}
