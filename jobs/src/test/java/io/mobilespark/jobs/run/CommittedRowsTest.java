// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.mobilespark.MobileSparkException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every picture once, whatever its rows lie between. */
class CommittedRowsTest {
  private static final String FAILED = "if(id % 10 = 3, 'NOT_FOUND', null)";

  @SuppressWarnings("NullAway.Init")
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> rows(long from, long to, String model, String error) {
    return spark
        .range(from, to)
        .selectExpr(
            "concat('f/', id, '.jpg') AS path",
            "'" + model + "' AS model",
            "'squash' AS preset",
            error + " AS error");
  }

  private static CommittedRows committed(Dataset<Row> rows, long expected, int models) {
    return new CommittedRows(rows.repartition(7), expected, models, "OK", Optional.empty());
  }

  @Test
  void picturesAreCountedByOutcomeInAnyNumberOfParts() {
    Dataset<Row> rows = rows(0, 1000, "V2", FAILED).union(rows(1000, 1005, "V2", "'CORRUPT'"));
    for (long expected : new long[] {0, 1005, 1_000_000}) {
      assertThat(committed(rows, expected, 1).counts())
          .containsExactly(entry("OK", 900L), entry("NOT_FOUND", 100L), entry("CORRUPT", 5L));
    }
    assertThat(committed(rows(0, 0, "V2", FAILED), 0, 1).counts()).isEqualTo(Map.of("OK", 0L));
  }

  @Test
  void severalModelsHaveARowOfAPictureEach() {
    Dataset<Row> rows = rows(0, 50, "V1", FAILED).union(rows(0, 50, "V2", FAILED));
    assertThat(committed(rows, 100, 2).counts()).isEqualTo(Map.of("OK", 45L, "NOT_FOUND", 5L));
  }

  @Test
  void aModelHasARowOfAPictureByEachPreset() {
    Dataset<Row> rows = rows(0, 50, "V2", FAILED);
    Dataset<Row> both = rows.union(rows.withColumn("preset", functions.lit("timm")));
    assertThat(committed(both, 100, 2).counts()).isEqualTo(Map.of("OK", 45L, "NOT_FOUND", 5L));
  }

  @Test
  void aSecondRowOfAPictureIsRefused() {
    Dataset<Row> rows = rows(0, 50, "V2", FAILED).union(rows(20, 21, "V2", FAILED));
    assertThatThrownBy(() -> committed(rows, 50, 1).counts())
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("outcome OK has 2 rows");
  }

  @Test
  void aSecondRowOfAnotherOutcomeIsRefused() {
    Dataset<Row> rows = rows(0, 50, "V2", FAILED).union(rows(20, 21, "V2", "'IO_ERROR'"));
    assertThatThrownBy(() -> committed(rows, 50, 1).counts())
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("has 2 rows of one model");
  }

  @Test
  void modelsWithDifferentOutcomesAreRefused() {
    Dataset<Row> rows = rows(0, 50, "V1", FAILED).union(rows(0, 50, "V2", "null"));
    assertThatThrownBy(() -> committed(rows, 100, 2).counts())
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("5 rows of outcome NOT_FOUND by 2 models");
  }
}
