// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Brings truth and predictions together by picture key in one shuffle: all tables are stacked,
 * parted by key and sorted, so that the rows of a picture lie beside each other. Only the key, the
 * class indices and their probabilities travel.
 */
final class PictureJoin {
  /** What travels; side 0 is the truth, the tables of predictions follow. */
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("side", DataTypes.IntegerType, false)
          .add("truth", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("classes", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("probabilities", DataTypes.createArrayType(DataTypes.FloatType))
          .add("error", DataTypes.StringType);

  /** So many rows sort in a few hundred megabytes. */
  private static final long ROWS_PER_PARTITION = 500_000;

  private PictureJoin() {}

  /**
   * Every picture that the truth or a table has, once.
   *
   * @param names of truth and tables of predictions
   * @param sides number of tables
   * @param classes number of classes
   */
  static JavaRDD<JoinedPicture> join(PictureNames names, int sides, int classes) {
    Dataset<Row> truth = names.truth();
    Dataset<Row> stacked = truth.select(col("key"), lit(0).as("side"), truths(truth).as("truth"));
    stacked = stacked.select(columns(stacked));
    long rows = truth.count();
    for (int i = 0; i < sides; i++) {
      Dataset<Row> side = ranked(names.table(i)).withColumn("side", lit(i + 1));
      stacked = stacked.union(side.select(columns(side)));
      rows += names.table(i).select("path").count();
    }
    int cores = truth.sparkSession().sparkContext().defaultParallelism();
    int partitions = (int) Math.max(cores, 1 + rows / ROWS_PER_PARTITION);
    return stacked
        .repartition(partitions, col("key"))
        .sortWithinPartitions("key", "side")
        .javaRDD()
        .mapPartitions(sorted -> new JoinedPictures(sorted, sides, classes));
  }

  /** The labels of each picture, of which a class is the only one. */
  private static Column truths(Dataset<Row> truth) {
    boolean several = truth.schema().apply("truth").dataType() instanceof ArrayType;
    return several ? col("truth") : array(col("truth"));
  }

  /** Key, class indices, their probabilities, and the reason of those that have none. */
  private static Dataset<Row> ranked(Dataset<Row> table) {
    return table.select(
        col("key"),
        col("predictions.index").as("classes"),
        col("predictions.probability").as("probabilities"),
        col("error"));
  }

  private static Column[] columns(Dataset<Row> table) {
    List<String> there = List.of(table.columns());
    return Arrays.stream(SCHEMA.fields())
        .map(
            field ->
                there.contains(field.name())
                    ? col(field.name())
                    : lit(null).cast(field.dataType()).as(field.name()))
        .toArray(Column[]::new);
  }
}
