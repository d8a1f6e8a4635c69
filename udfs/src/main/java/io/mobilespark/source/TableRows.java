// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import io.mobilespark.spark.TableWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * The pictures of a table; lazy.
 *
 * @param pictures the columns of {@link TableWork}, and {@code file}: null where nobody tells it
 */
public record TableRows(Dataset<Row> pictures) {
  /** A column that Spark adds to tables of files. */
  public static final String FILE = "_metadata.file_path";

  /**
   * All rows of a table. One without a key is called by the table and a number that it has in every
   * run.
   *
   * @param name the table's
   * @param byFile whether Spark tells the file of each row
   * @param unnamed whether there are rows without a key
   */
  public static TableRows of(
      String name, Dataset<Row> table, TableColumns columns, boolean byFile, boolean unnamed) {
    Column file = byFile ? col(FILE) : lit(null).cast(DataTypes.StringType);
    Dataset<Row> all =
        table.select(
            columns.content().as("content"),
            columns.key().as("key"),
            columns.label().as("label"),
            lit(false).as("unnamed"),
            columns.place().as("place"),
            file.as("file"));
    if (!unnamed) {
      return new TableRows(all);
    }
    Column number = row_number().over(Window.partitionBy("label").orderBy("file"));
    Dataset<Row> numbered =
        table
            .where(columns.key().isNull())
            .select(columns.label().as("label"), file.as("file"))
            .withColumn("number", number)
            .select(
                lit(null).cast(DataTypes.BinaryType).as("content"),
                concat(lit(name + "#no-key-"), hex(xxhash64(col("label"))), lit("-"), col("number"))
                    .as("key"),
                col("label"),
                lit(true).as("unnamed"),
                lit(null).cast(DataTypes.StringType).as("place"),
                col("file"));
    return new TableRows(all.where(col("key").isNotNull()).union(numbered));
  }

  /** The rows of some files. */
  public TableRows in(List<String> files) {
    return new TableRows(pictures.where(col("file").isin(files.toArray())));
  }

  /** The rows whose keys are none of these, a column {@code path}. */
  public TableRows without(Dataset<Row> keys) {
    Dataset<Row> done = keys.select(col("path").as("done"));
    return new TableRows(pictures.join(done, col("key").equalTo(col("done")), "left_anti"));
  }

  /** How many there are in each file, by the file's name as it stands there. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new HashMap<>();
    pictures
        .groupBy("file")
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.isNullAt(0) ? "" : row.getString(0), row.getLong(1)));
    return counts;
  }
}
