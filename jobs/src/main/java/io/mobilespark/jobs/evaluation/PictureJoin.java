package io.mobilespark.jobs.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.mobilespark.identity.PictureKey;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Brings truth and predictions together by picture key in one shuffle: all tables are stacked,
 * parted by key and sorted, so that the rows of a picture lie beside each other. Only the key, the
 * class indices and their probabilities travel.
 */
final class PictureJoin {
  /** Truth: key and class index. */
  static final StructType TRUTH =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("truth", DataTypes.IntegerType, false);

  /** What travels; side 0 is the truth, the tables of predictions follow. */
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType, false)
          .add("side", DataTypes.IntegerType, false)
          .add("truth", DataTypes.IntegerType)
          .add("classes", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("probabilities", DataTypes.createArrayType(DataTypes.FloatType))
          .add("error", DataTypes.StringType);

  private static final UserDefinedFunction KEY =
      udf((UDF1<String, String>) PictureKey::of, DataTypes.StringType);

  /** So many rows sort in a few hundred megabytes. */
  private static final long ROWS_PER_PARTITION = 500_000;

  private PictureJoin() {}

  /** The key of a column of paths. */
  static Column key(Column path) {
    return KEY.apply(path);
  }

  /**
   * Every picture that the truth or a table has, once.
   *
   * @param truth of the schema {@link #TRUTH}
   * @param tables of predictions
   * @param classes number of classes
   */
  static JavaRDD<JoinedPicture> join(
      Dataset<Row> truth, List<PredictionTable> tables, int classes) {
    Dataset<Row> stacked = truth.select(col("key"), lit(0).as("side"), col("truth"));
    stacked = stacked.select(columns(stacked));
    long rows = truth.count();
    for (int i = 0; i < tables.size(); i++) {
      Dataset<Row> side = tables.get(i).ranked().withColumn("side", lit(i + 1));
      stacked = stacked.union(side.select(columns(side)));
      rows += tables.get(i).rows().count();
    }
    int cores = truth.sparkSession().sparkContext().defaultParallelism();
    int partitions = (int) Math.max(cores, 1 + rows / ROWS_PER_PARTITION);
    int sides = tables.size();
    return stacked
        .repartition(partitions, col("key"))
        .sortWithinPartitions("key", "side")
        .javaRDD()
        .mapPartitions(sorted -> new JoinedPictures(sorted, sides, classes));
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
