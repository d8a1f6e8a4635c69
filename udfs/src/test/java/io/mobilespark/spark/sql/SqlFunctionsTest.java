// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.RgbImage;
import io.mobilespark.model.TinyModel;
import io.mobilespark.spark.ClassifiedPictures;
import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.InferredPictures;
import io.mobilespark.spark.TestTable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions in queries of every shape, and what they infer for them. */
@SuppressWarnings("NullAway.Init")
class SqlFunctionsTest {
  private static final long GOOD =
      IntStream.range(0, TestTable.ROWS).filter(TestTable::isPicture).count();

  @TempDir private static Path folder;
  private static TestTable table;
  private static SparkSession spark;
  private static InferredPictures inferred;

  @BeforeAll
  static void start() throws Exception {
    table = TestTable.in(folder);
    spark = table.session();
    inferred = InferredPictures.of(spark);
  }

  @AfterAll
  static void stop() {
    spark.stop();
    ExecutorModels.shared().closeIdle();
  }

  @BeforeEach
  void reset() throws Exception {
    spark.conf().set("spark.sql.adaptive.enabled", true);
    inferred.since();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theRowsAreThoseOfLabel(boolean adaptive) throws Exception {
    spark.conf().set("spark.sql.adaptive.enabled", adaptive);
    List<Row> wanted = ClassifiedPictures.of(spark, table);
    List<Row> found =
        rows(
            "SELECT c.predictions, c.error, c.error_detail, c.width, c.height FROM"
                + " (SELECT id, mobilenet_classify(content) c FROM t) ORDER BY id");
    assertThat(found).hasSize(TestTable.ROWS);
    for (int i = 0; i < TestTable.ROWS; i++) {
      Row label = wanted.get(i);
      for (int column = 0; column < 5; column++) {
        assertThat(found.get(i).get(column)).as("row %d", i).isEqualTo(label.get(column + 1));
      }
    }
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
  }

  /** The field is there where a threshold is, and holds all labels that reach it. */
  @Test
  void labelsAboveAThreshold() throws Exception {
    // The second best of some picture reaches it.
    float least =
        rows("SELECT max(mobilenet_classify(content, map('top_k', '2')).predictions[1]"
                + ".probability) FROM t")
            .get(0)
            .getFloat(0);
    inferred.since();
    List<Row> found =
        rows(
            String.format(
                Locale.ROOT,
                "SELECT mobilenet_classify(content, map('top_k', '99')).predictions all,"
                    + " mobilenet_classify(content, map('threshold', '%s', 'top_k', '1')) c FROM t",
                Float.toString(least)));
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
    int several = 0;
    for (Row row : found) {
      Row call = row.getStruct(1);
      if (row.isNullAt(0)) {
        assertThat(call.isNullAt(5)).isTrue();
        assertThat(call.getString(1)).isNotEmpty();
        continue;
      }
      List<Row> all = row.getList(0);
      List<String> wanted =
          all.stream()
              .filter(each -> each.getFloat(3) >= least)
              .map(each -> each.getString(1))
              .toList();
      assertThat(call.getList(0)).isEqualTo(all.subList(0, 1));
      assertThat(call.<String>getList(5)).isEqualTo(wanted);
      several += wanted.size() > 1 ? 1 : 0;
    }
    assertThat(several).isPositive();
    assertThat(spark.sql("SELECT mobilenet_classify(content) c FROM t").select("c.*").columns())
        .doesNotContain("labels");
    assertThatThrownBy(
            () -> rows("SELECT mobilenet_classify(content, map('threshold', '1.5')) FROM t"))
        .hasMessageContaining("threshold is above 0 and at most 1: 1.5");
  }

  @Test
  void aNameIsOneLineAway() {
    List<Row> found = rows("SELECT path, mobilenet_classify(content).predictions[0].name FROM t");
    assertThat(found).hasSize(TestTable.ROWS);
    assertThat(found.stream().filter(row -> !row.isNullAt(1)).map(row -> row.getString(1)))
        .hasSize((int) GOOD)
        .allMatch(TinyModel.CLASSES::contains);
  }

  @Test
  void callsOfTheSameModelAndColumnInferOnce() throws Exception {
    rows(
        "SELECT mobilenet_classify(content).predictions[0].name, mobilenet_embed(content),"
            + " mobilenet_classify(content, map('top_k', '1')).width FROM t"
            + " WHERE mobilenet_classify(content).error IS NULL"
            + " ORDER BY mobilenet_classify(content).predictions[0].probability");
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
  }

  @Test
  void aViewsCallIsSharedWithTheQuerysFilter() throws Exception {
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW labelled AS"
            + " SELECT id, path, mobilenet_classify(content) c FROM t");
    assertThat(rows("SELECT c.predictions[0].name FROM labelled WHERE c.error IS NULL"))
        .hasSize((int) GOOD);
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
  }

  @Test
  void aConditionThatIsNotTheNetworksSparesIt() throws Exception {
    assertThat(
            rows(
                "SELECT path FROM t WHERE mobilenet_classify(content).error IS NULL"
                    + " AND path < 'p05.png'"))
        .hasSize(4);
    assertThat(inferred.since()).isEqualTo(5);
  }

  @Test
  void otherModelsOnTheSameColumnShareTheDecoding() throws Exception {
    List<Row> found =
        rows(
            "SELECT mobilenet_classify(content) a, mobilenet_classify(content,"
                + String.format(
                    Locale.ROOT, " map('weights', '%s')) b FROM t", table.file("other.h5")));
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
    assertThat(found.stream().filter(row -> !row.get(0).equals(row.get(1))).count())
        .isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT path, mobilenet_classify(content) FROM t LIMIT 10",
        "SELECT path, mobilenet_classify(content) FROM t ORDER BY id DESC LIMIT 10",
        "SELECT n, count(*) FROM (SELECT mobilenet_classify(content).predictions[0].name n"
            + " FROM t LIMIT 10) GROUP BY n",
        "SELECT a.path, b.x FROM (SELECT path, mobilenet_classify(content) c FROM t LIMIT 10) a"
            + " LEFT JOIN (SELECT 'p00.png' x) b ON a.c.predictions[0].name = b.x"
      })
  void aLimitInfersNoMore(String query) throws Exception {
    rows(query);
    assertThat(inferred.since()).isEqualTo(10);
  }

  @Test
  void aLimitBehindAConditionInfersByBatches() throws Exception {
    assertThat(rows("SELECT id FROM t WHERE mobilenet_classify(content).error IS NULL LIMIT 2"))
        .hasSize(2);
    assertThat(inferred.since()).isEqualTo(BatchLimits.DEFAULT.maxRows());
  }

  @Test
  void aggregatesJoinsCasesAndSetsWork() throws Exception {
    assertThat(
            rows(
                "SELECT coalesce(mobilenet_classify(content).error, 'classified') e, count(*) n,"
                    + " avg(mobilenet_classify(content).width) FROM t"
                    + " GROUP BY coalesce(mobilenet_classify(content).error, 'classified')"
                    + " ORDER BY e"))
        .extracting(row -> row.getString(0) + row.getLong(1))
        .containsExactly("UNSUPPORTED_FORMAT" + (TestTable.ROWS - GOOD), "classified" + GOOD);
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
    assertThat(
            rows(
                "SELECT a.id FROM t a JOIN (SELECT explode(array('ant','bee','cat','dog','eel'))"
                    + " AS name) b ON mobilenet_classify(a.content).predictions[0].name = b.name"))
        .hasSize((int) GOOD);
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
    assertThat(
            rows(
                "SELECT CASE WHEN id < 3 THEN mobilenet_classify(content).width ELSE -1 END w"
                    + " FROM t WHERE id < 5 UNION ALL SELECT mobilenet_classify(content).height"
                    + " FROM t WHERE id = 0"))
        .extracting(row -> row.getInt(0))
        .containsExactlyInAnyOrder(33, 34, 35, -1, -1, 40);
    assertThat(
            rows(
                "SELECT p.name FROM t LATERAL VIEW explode(mobilenet_classify(content).predictions)"
                    + " v AS p"))
        .hasSize((int) GOOD * 5);
  }

  @Test
  void tablesAreMadeOfResults() throws Exception {
    spark.sql(
        "CREATE TABLE made USING parquet AS SELECT path, mobilenet_embed(content) features,"
            + " mobilenet_classify(content).error error FROM t");
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
    List<Row> found = rows("SELECT size(features), error FROM made WHERE features IS NOT NULL");
    assertThat(found).hasSize((int) GOOD).allMatch(row -> row.getInt(0) == TinyModel.FEATURES);
    assertThat(found).allMatch(row -> row.isNullAt(1));
  }

  @Test
  void streamsAreQueriedAndGoOn() throws Exception {
    String input = folder.resolve("stream").toString();
    Dataset<Row> all = spark.table("t");
    for (String part : List.of("id < 15", "id >= 15")) {
      all.filter(part).write().mode("append").parquet(input);
      spark
          .readStream()
          .schema(all.schema())
          .parquet(input)
          .selectExpr("id", "mobilenet_classify(content) c", "mobilenet_embed(content) e")
          .writeStream()
          .option("checkpointLocation", folder.resolve("checkpoint").toString())
          .option("path", folder.resolve("streamed").toString())
          .trigger(Trigger.AvailableNow())
          .start()
          .awaitTermination();
    }
    assertThat(inferred.since()).isEqualTo(TestTable.ROWS);
    String streamed = "parquet.`" + folder.resolve("streamed") + "`";
    assertThat(rows("SELECT id, c, e FROM " + streamed + " ORDER BY id"))
        .isEqualTo(
            rows(
                "SELECT id, mobilenet_classify(content), mobilenet_embed(content) FROM t"
                    + " ORDER BY id"));
  }

  @Test
  void nullContentIsARowWithAReason() {
    Row row =
        rows("SELECT c.predictions, c.error, c.error_detail, e, i.error FROM (SELECT"
                + " mobilenet_classify(x) c, mobilenet_embed(x) e, image_info(x) i FROM"
                + " (SELECT CAST(NULL AS BINARY) x UNION ALL SELECT CAST(NULL AS BINARY)))")
            .get(0);
    assertThat(row.isNullAt(0)).isTrue();
    assertThat(row.getString(1)).isEqualTo("EMPTY");
    assertThat(row.getString(2)).isEqualTo("the content is null");
    assertThat(row.isNullAt(3)).isTrue();
    assertThat(row.getString(4)).isEqualTo("EMPTY");
  }

  @Test
  void explainShowsTheOperatorAndItsLimits() {
    String plan =
        rows("EXPLAIN FORMATTED SELECT mobilenet_classify(content, map('batch_rows', '8'))"
                + " FROM t WHERE id > 3")
            .get(0)
            .getString(0);
    assertThat(plan)
        .contains("MobileNetEval")
        .contains("batches of at most 8 rows and 16777216 bytes")
        .contains("mobilenet_v1 0.25 32");
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    assertFails("SELECT mobilenet_classify(path) FROM t", "takes encoded pictures as binary");
    assertFails("SELECT mobilenet_classify() FROM t", "found 0 arguments");
    assertFails(
        "SELECT mobilenet_classify(content, map('topk', '3')) FROM t",
        "There is no option 'topk'; there are model, alpha,");
    assertFails(
        "SELECT mobilenet_classify(content, map('top_k', 'x')) FROM t", "top_k is not a number");
    assertFails(
        "SELECT mobilenet_classify(content, map('top_k', path)) FROM t",
        "known before the query runs");
    assertFails(
        "SELECT mobilenet_classify(content, map('weights', '/none.h5')) FROM t",
        "There is no weights file /none.h5");
    assertFails(
        "SELECT mobilenet_classify(content, map('weights', '')) FROM t",
        "Set spark.mobilespark.weights, or give the option 'weights'");
  }

  @Test
  void headersAreReadWithoutDecoding() throws Exception {
    List<Row> found =
        rows(
            "SELECT i.* FROM (SELECT id, image_info(content) i FROM t WHERE id IN (0, 3)) ORDER BY id");
    assertThat(found.get(0).mkString(",")).isEqualTo("PNG,33,40,3,1,null,null");
    assertThat(found.get(1).getString(5)).isEqualTo("UNSUPPORTED_FORMAT");
    assertThat(inferred.since()).isZero();
  }

  @Test
  void headersObeyTheLimitsOfTheCallOrTheSession() {
    String info = "SELECT image_info(content%s).error FROM t WHERE id = 0";
    assertThat(rows(String.format(Locale.ROOT, info, ", map('max_pixels', '9')")).get(0).get(0))
        .isEqualTo("TOO_LARGE");
    spark.conf().set("spark.mobilespark.max_picture_bytes", "10");
    try {
      assertThat(rows(String.format(Locale.ROOT, info, "")).get(0).get(0)).isEqualTo("TOO_LARGE");
      assertThat(
              rows(String.format(Locale.ROOT, info, ", map('max_picture_bytes', '99999')"))
                  .get(0)
                  .isNullAt(0))
          .isTrue();
    } finally {
      spark.conf().unset("spark.mobilespark.max_picture_bytes");
    }
    assertFails(
        "SELECT image_info(content, map('top_k', '3')) FROM t",
        "image_info: There is no option 'top_k'; there are max_pixels, max_picture_bytes");
    assertFails(
        "SELECT image_info(content, map('max_pixels', '-1')) FROM t", "image_info: ");
    assertFails("SELECT image_info(content, map(), 3) FROM t", "found 3 arguments");
  }

  @Test
  void picturesAreTurnedWhereACallAsksForIt() throws Exception {
    byte[] file;
    try (InputStream in =
        RgbImage.class.getResourceAsStream("/io/mobilespark/image/pillow/turned-6.png")) {
      file = Objects.requireNonNull(in).readAllBytes();
    }
    Row row =
        rows("SELECT a.width, b.width, i.width, i.orientation FROM (SELECT"
                + " mobilenet_classify(x) a, mobilenet_classify(x, map('orientation', 'exif')) b,"
                + " image_info(x) i FROM (SELECT X'"
                + HexFormat.of().formatHex(file)
                + "' x))")
            .get(0);
    assertThat(row.mkString(",")).isEqualTo("11,7,11,6");
    assertFails(
        "SELECT mobilenet_classify(content, map('orientation', 'left')) FROM t",
        "orientation is stored or exif: 'left'");
  }

  private static void assertFails(String query, String message) {
    assertThatThrownBy(() -> rows(query))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(MobileSparkException.class),
            e -> assertThat(e).isInstanceOf(org.apache.spark.sql.AnalysisException.class))
        .hasMessageContaining(message);
  }

  private static List<Row> rows(String query) {
    Dataset<Row> result = spark.sql(query);
    return result.collectAsList();
  }
}
