// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.labels.TruthFormat;
import io.mobilespark.spark.PredictionRows;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Pictures with independent labels by formulas, as {@code evaluation_reference.py} has them.
 *
 * @param pictures how many
 * @param labels how many
 */
record LabelCase(int pictures, int labels) {
  /** The labels' names. */
  List<String> names() {
    return IntStream.range(0, labels).mapToObj(i -> "label " + i).toList();
  }

  Truth truth(SparkSession spark) {
    List<Row> rows =
        IntStream.range(0, pictures)
            .mapToObj(i -> RowFactory.create("/t/" + name(i), sequence(truth(i))))
            .toList();
    return new Truth(
        "truth",
        TruthFormat.named("csv-label"),
        "by formulas",
        spark.createDataFrame(rows, Truth.LABEL_SETS));
  }

  PredictionTable table(SparkSession spark) {
    return new PredictionTable("table", "m", "p", rows(spark));
  }

  private Dataset<Row> rows(SparkSession spark) {
    List<Row> rows =
        IntStream.range(0, pictures)
            .mapToObj(
                i -> RowFactory.create("/p/" + name(i), ranked(i), null, null, 224, 224, "m", "p"))
            .toList();
    return spark.createDataFrame(rows, PredictionRows.SCHEMA);
  }

  private Object ranked(int i) {
    return sequence(
        IntStream.range(0, labels)
            .boxed()
            .sorted(Comparator.comparing((Integer c) -> -probability(i, c)))
            .map(c -> RowFactory.create(c, names().get(c), names().get(c), probability(i, c)))
            .toList());
  }

  private List<Integer> truth(int i) {
    return IntStream.range(1, labels).filter(c -> has(i, c)).boxed().toList();
  }

  private static boolean has(int i, int c) {
    return c > 0 && (7 * i + 3 * c + i * c) % 5 == 0;
  }

  private static float probability(int i, int c) {
    int weight = 1 + (31 * i + 17 * c + 7 * i * c) % 97 + (has(i, c) ? 60 : 0);
    return (float) (weight / 200.0);
  }

  private static String name(int i) {
    return String.format(Locale.ROOT, "p%05d.jpg", i);
  }

  private static Object sequence(List<?> values) {
    return CollectionConverters.asScala(values).toSeq();
  }
}
