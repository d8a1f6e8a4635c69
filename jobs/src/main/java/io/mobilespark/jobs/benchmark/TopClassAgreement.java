// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.mobilespark.source.LiteralPaths;
import io.mobilespark.jobs.report.DeviceBenchmark.Agreement;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Compares the best classes of two tables of the same pictures. */
final class TopClassAgreement {
  private TopClassAgreement() {}

  /** Of the pictures that both tables classify. */
  static Agreement of(SparkSession spark, String one, String other) {
    Row counts =
        best(spark, one)
            .withColumnRenamed("best", "first")
            .join(best(spark, other), "path")
            .agg(
                count(lit(1)),
                sum(when(col("first").equalTo(col("best")), lit(1L)).otherwise(lit(0L))))
            .head();
    return new Agreement(counts.isNullAt(1) ? 0 : counts.getLong(1), counts.getLong(0));
  }

  private static Dataset<Row> best(SparkSession spark, String table) {
    return LiteralPaths.below(spark)
        .parquet(table)
        .filter(col("predictions").isNotNull())
        .select(col("path"), col("predictions").getItem(0).getField("index").as("best"));
  }
}
