package io.mobilespark.jobs.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.guard.StateFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * S3A's committer that writes uploads which only the job's commit completes. Nothing is renamed,
 * which an object store would do by copying, one file after the other.
 */
final class MagicCommitter {
  private static final String NAME = "fs.s3a.committer.name";
  private static final String MAGIC = "magic";

  private MagicCommitter() {}

  /** Which of S3A's committers a configuration asks for. */
  static String name(Configuration hadoop) {
    return hadoop.getTrimmed(NAME, "file").equals("file") ? MAGIC : hadoop.getTrimmed(NAME);
  }

  /** What Spark's session has to be told. */
  static Map<String, String> sessionSettings() {
    return Map.of(
        "spark.sql.sources.commitProtocolClass",
        "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol",
        "spark.sql.parquet.output.committer.class",
        "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");
  }

  /** What a write has to be told. */
  static Map<String, String> writeOptions(Configuration hadoop) {
    return Map.of(
        NAME,
        name(hadoop),
        "mapreduce.outputcommitter.factory.scheme.s3a",
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
  }

  /**
   * Checks who committed: a committer that renames would leave an empty {@code _SUCCESS}.
   *
   * @throws MobileSparkException when it was another one
   */
  static void requireCommitted(FileSystem fileSystem, Path folder, Configuration hadoop)
      throws IOException {
    Path success = new Path(folder, "_SUCCESS");
    String committer = "none";
    try (InputStream in = fileSystem.open(success)) {
      committer = StateFiles.JSON.readTree(in.readAllBytes()).path("committer").asText("classic");
    } catch (FileNotFoundException e) {
      committer = "none that wrote _SUCCESS";
    } catch (JsonProcessingException e) {
      committer = "classic";
    }
    if (!committer.equals(name(hadoop))) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s was to be committed by S3A's %s committer, but _SUCCESS names %s",
              folder,
              name(hadoop),
              committer.isEmpty() ? "classic" : committer));
    }
  }
}
