// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many pictures whose files are numbered from 0 in each of fifty folders, against a loop that
 * counts them in one pass. By hand with more of them: {@code -Dmobilespark.scale.rows=10000000}.
 */
final class NumberedScaleIT {
  private static final long ROWS = Long.getLong("mobilespark.scale.rows", 20_000);

  @TempDir Path folder;

  @Test
  void figuresAreThoseOfASinglePass() {
    ScaleData data = new ScaleData(ROWS);
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      data.write(spark, folder);
      ClassList classes = ClassList.imagenet();
      PredictionTable read =
          PredictionTable.open(spark, folder.resolve("predictions").toString(), RunChoice.only());
      Truth named =
          new TruthSource(spark, TruthSettings.of(folder.resolve("truth").toString()))
              .read(classes);
      PredictionTable table =
          new PredictionTable(
              read.uri(), read.model(), read.preset(), numbered(read.rows(), "s3a://b/val/"));
      Truth truth =
          new Truth(
              named.uri(), named.format(), named.recognition(), numbered(named.pictures(), ""));

      Judgement judgement = Evaluator.judge(truth, table, classes, Optional.empty(), false);

      ScaleData.Figures expected = data.singlePass();
      Evaluation evaluation = judgement.evaluation();
      assertThat(judgement.match())
          .isEqualTo(
              new NameMatch(
                  ROWS - expected.missing, ROWS, ROWS - expected.missing + ScaleData.SURPLUS, 2));
      assertThat(evaluation.top1()).isEqualTo(new Share(expected.hits, expected.images));
      assertThat(evaluation.top5()).contains(new Share(expected.hitsInFive, expected.images));
      assertThat(evaluation.counts().rejected().count()).isEqualTo(expected.rejected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dataset<Row> numbered(Dataset<Row> pictures, String root) {
    Column number = regexp_extract(col("path"), "val_([0-9]+)", 1).cast("long");
    return pictures.withColumn(
        "path",
        concat(
            lit(root),
            lit("part"),
            pmod(number, lit(50)),
            lit("/"),
            floor(number.divide(50)),
            lit(".jpg")));
  }
}
