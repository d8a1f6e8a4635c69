// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.InferredPictures;
import io.mobilespark.spark.TestTable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls in branches, and the rows that they ask a network for. */
@SuppressWarnings("NullAway.Init")
class GuardedCallsTest {
  private static final int GOOD = pictures(0);

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static InferredPictures inferred;

  @BeforeAll
  static void start() throws Exception {
    TestTable table = TestTable.in(folder);
    spark = table.session();
    inferred = InferredPictures.of(spark);
  }

  @AfterAll
  static void stop() {
    spark.stop();
    ExecutorModels.shared().closeIdle();
  }

  @Test
  void branchesAskForTheirRowsOnly() throws Exception {
    List<Row> found =
        rows(
            "SELECT CASE WHEN id < 3 THEN mobilenet_classify(content).width"
                + " WHEN id < 5 THEN -1 ELSE size(mobilenet_embed(content)) END,"
                + " mobilenet_embed(content) IS NULL FROM t ORDER BY id LIMIT 4");
    assertThat(found).extracting(row -> row.getInt(0)).containsExactly(33, 34, 35, -1);
    assertThat(found)
        .extracting(row -> row.getBoolean(1))
        .containsExactly(false, false, false, true);
    inferred.since();
    guarded(
        "SELECT CASE WHEN id < 3 THEN mobilenet_classify(content).width WHEN id < 5 THEN -1"
            + " ELSE size(mobilenet_embed(content)) END FROM t",
        3 + pictures(5));
    guarded("SELECT if(id < 3, mobilenet_classify(content).width, 0) FROM t WHERE id < 9", 3);
    guarded("SELECT coalesce(nullif(id, 1), mobilenet_classify(content).width) FROM t", 1);
    guarded("SELECT sum(if(id < 3, mobilenet_classify(content).width, 0)) FROM t", 3);
    guarded(
        "SELECT if(id < 1, mobilenet_classify(content).width, 0),"
            + " if(id = 2, mobilenet_classify(content, map('top_k', '1')).width, 0) FROM t",
        2);
    guarded(
        "SELECT if(id < 3, mobilenet_classify(content).width, 0) FROM t"
            + " WHERE mobilenet_classify(content).error IS NULL",
        GOOD);
    guarded("SELECT if(rand() < 2, mobilenet_classify(content).width, 0) FROM t", GOOD);
    guarded(
        "SELECT if(mobilenet_classify(content).width < 35, mobilenet_embed(content), null) FROM t",
        GOOD);
  }

  private static int pictures(int from) {
    return (int) IntStream.range(from, TestTable.ROWS).filter(TestTable::isPicture).count();
  }

  /** Runs a query, and counts what a network was asked for. */
  private static void guarded(String query, int classified) throws Exception {
    rows(query);
    assertThat(inferred.classifiedSince()).as(query).isEqualTo(classified);
  }

  private static List<Row> rows(String query) {
    return spark.sql(query).collectAsList();
  }
}
