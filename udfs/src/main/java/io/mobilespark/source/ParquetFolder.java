// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.outputs.OutputContent;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Reads tables some of whose columns may stand in the names of folders. */
public final class ParquetFolder {
  private ParquetFolder() {}

  /**
   * A Parquet file, or a folder of such. Columns in the names of folders are text, as it stands
   * there: {@code 007} is not 7. The name is literal, whatever characters it has. Of a table that a
   * run wrote these are the files that its manifest tells.
   *
   * @param spark stays the caller's, with its settings
   * @throws MobileSparkException when a run has not ended that makes the table
   */
  public static Dataset<Row> read(SparkSession spark, String uri) {
    DataFrameReader reader = withTextFolders(spark).read().option(LiteralPaths.GLOBS, false);
    content(spark, uri).ifPresent(told -> reader.option("pathGlobFilter", told.glob()));
    return reader.parquet(uri);
  }

  private static Optional<OutputContent> content(SparkSession spark, String uri) {
    try {
      Path folder = new Path(uri);
      return OutputContent.of(
          folder.getFileSystem(spark.sparkContext().hadoopConfiguration()), folder);
    } catch (IOException e) {
      throw new MobileSparkException("The table " + uri + " cannot be read: " + e, e);
    }
  }

  /** A session with the same settings, but for what it makes of folders' names. */
  public static SparkSession withTextFolders(SparkSession spark) {
    SparkSession session = spark.newSession();
    CollectionConverters.asJava(spark.conf().getAll())
        .forEach(
            (key, value) -> {
              if (session.conf().isModifiable(key)) {
                session.conf().set(key, value);
              }
            });
    session.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", false);
    return session;
  }
}
