// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.RankedClass;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The table as it is promised. */
class PredictionRowsTest {
  private final PredictionRows rows = new PredictionRows(ClassList.imagenet(), "m", "squash");

  @Test
  void theSchemaIsTheOnePromised() {
    assertThat(PredictionRows.SCHEMA.toDDL())
        .isEqualTo(
            "path STRING NOT NULL,"
                + "predictions ARRAY<STRUCT<index: INT NOT NULL, label: STRING NOT NULL,"
                + " name: STRING NOT NULL, probability: FLOAT NOT NULL>>,"
                + "error STRING,error_detail STRING,width INT,height INT,"
                + "model STRING NOT NULL,preset STRING NOT NULL");
  }

  @Test
  void aClassifiedPictureHasNamedClassesBestFirst() {
    Row row =
        rows.row(
            new Classified(
                "p", 640, 480, List.of(new RankedClass(65, 0.75f), new RankedClass(0, 0.25f))),
            Optional.of("not kept"));
    assertThat(row.length()).isEqualTo(PredictionRows.SCHEMA.length());
    assertThat(row.getString(0)).isEqualTo("p");
    List<Row> ranked = row.getList(1);
    assertThat(ranked).hasSize(2);
    assertThat(ranked.get(0).getInt(0)).isEqualTo(65);
    assertThat(ranked.get(0).getString(1)).isEqualTo("n01751748");
    assertThat(ranked.get(0).getString(2)).isEqualTo("sea snake");
    assertThat(ranked.get(0).getFloat(3)).isEqualTo(0.75f);
    assertThat(ranked.get(1).getString(1)).isEqualTo("n01440764");
    assertThat(row.isNullAt(2)).isTrue();
    assertThat(row.isNullAt(3)).isTrue();
    assertThat(row.getInt(4)).isEqualTo(640);
    assertThat(row.getInt(5)).isEqualTo(480);
    assertThat(row.getString(6)).isEqualTo("m");
    assertThat(row.getString(7)).isEqualTo("squash");
  }

  @Test
  void theSourcesLabelIsAColumnOnlyWhenItIsKept() {
    PredictionRows kept = new PredictionRows(ClassList.imagenet(), "m", "squash", true, null);
    assertThat(rows.schema()).isEqualTo(PredictionRows.SCHEMA);
    assertThat(kept.schema().toDDL())
        .isEqualTo(PredictionRows.SCHEMA.toDDL() + ",source_label STRING");
    Rejected picture = new Rejected("p", RejectionReason.EMPTY, "no bytes");
    assertThat(kept.row(picture, Optional.of("cat")).getString(8)).isEqualTo("cat");
    assertThat(kept.row(picture, Optional.empty()).isNullAt(8)).isTrue();
    assertThat(rows.row(picture, Optional.of("cat")).length()).isEqualTo(8);
  }

  @Test
  void aRejectedPictureHasAReasonAndNoPredictions() {
    Row row = rows.row(new Rejected("p", RejectionReason.CORRUPT, "no tables"), Optional.empty());
    assertThat(row.getString(0)).isEqualTo("p");
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.getString(2)).isEqualTo("CORRUPT");
    assertThat(row.getString(3)).isEqualTo("no tables");
    assertThat(row.isNullAt(4)).isTrue();
    assertThat(row.isNullAt(5)).isTrue();
    assertThat(row.getString(6)).isEqualTo("m");
  }

  @Test
  void everyReasonMayStandInTheTable() {
    assertThat(PredictionRows.REASONS)
        .containsExactlyInAnyOrder(
            "EMPTY",
            "TRUNCATED",
            "CORRUPT",
            "UNSUPPORTED_FORMAT",
            "TOO_LARGE",
            "NOT_FOUND",
            "ACCESS_DENIED",
            "IO_ERROR",
            "CRASHED",
            "NO_KEY");
  }
}
