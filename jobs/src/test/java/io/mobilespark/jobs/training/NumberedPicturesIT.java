// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.evaluation.Truth;
import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Features of pictures that are numbered from 1 in every folder, with labels in a file. */
final class NumberedPicturesIT {
  private static final StructType FEATURES =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("features", DataTypes.createArrayType(DataTypes.FloatType));
  private static final ClassList CLASSES = ClassList.of("own", List.of("disc", "cross"));

  @Test
  void eachTakesTheLabelOfItsFolder() throws IOException {
    try (SparkSession spark = session()) {
      List<Row> rows =
          features(spark, "/d/disc/001.jpg", "/d/cross/001.jpg", "/d/other/001.jpg")
              .joined(
                  truth(
                      spark,
                      RowFactory.create("disc/001", 0),
                      RowFactory.create("cross\\001.png", 1)),
                  CLASSES)
              .rows()
              .select("path", "class")
              .orderBy("path")
              .collectAsList();
      assertThat(rows)
          .containsExactly(
              RowFactory.create("/d/cross/001.jpg", 1), RowFactory.create("/d/disc/001.jpg", 0));
    }
  }

  @Test
  void aLabelForOneOfSeveralIsRefused() throws IOException {
    try (SparkSession spark = session()) {
      FeatureTable table = features(spark, "/d/disc/001.jpg", "/d/cross/001.jpg");
      Dataset<Row> truth = truth(spark, RowFactory.create("001", 0));
      assertThatThrownBy(() -> table.joined(truth, CLASSES))
          .isInstanceOf(MobileSparkException.class)
          .hasMessage(
              "The labels call a picture 001, which two in t are: /d/cross/001.jpg and"
                  + " /d/disc/001.jpg");
    }
  }

  @Test
  void aPictureWithSeveralRowsTrainsByEach() throws IOException {
    try (SparkSession spark = session()) {
      assertThat(
              features(spark, "/d/disc/001.jpg", "/d/disc/001.jpg")
                  .joined(truth(spark, RowFactory.create("001", 0)), CLASSES)
                  .rows()
                  .count())
          .isEqualTo(2);
    }
  }

  private static FeatureTable features(SparkSession spark, String... paths) {
    List<Row> rows =
        Arrays.stream(paths).map(path -> RowFactory.create(path, (Object) null)).toList();
    return new FeatureTable("t", spark.createDataFrame(rows, FEATURES), 1);
  }

  private static Dataset<Row> truth(SparkSession spark, Row... rows) {
    return spark.createDataFrame(List.of(rows), Truth.PICTURES);
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .getOrCreate();
  }
}
