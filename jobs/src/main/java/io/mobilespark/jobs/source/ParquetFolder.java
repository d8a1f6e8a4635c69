package io.mobilespark.jobs.source;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Reads tables some of whose columns may stand in the names of folders. */
public final class ParquetFolder {
  private ParquetFolder() {}

  /**
   * A Parquet file, or a folder of such. Columns in the names of folders are text, as it stands
   * there: {@code 007} is not 7. The name is literal, whatever characters it has.
   *
   * @param spark stays the caller's, with its settings
   */
  public static Dataset<Row> read(SparkSession spark, String uri) {
    return withTextFolders(spark).read().option("__globPaths__", false).parquet(uri);
  }

  /** A session with the same settings, but for what it makes of folders' names. */
  static SparkSession withTextFolders(SparkSession spark) {
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
