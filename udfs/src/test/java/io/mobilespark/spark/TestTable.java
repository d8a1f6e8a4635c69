// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.model.TinyModel;
import io.mobilespark.testing.Png;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A folder of pictures of many colours, a model, and both in a Parquet table. */
public final class TestTable {
  /** Every seventh is no picture, from the third on. */
  public static final int ROWS = 40;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.IntegerType)
          .add("path", DataTypes.StringType)
          .add("content", DataTypes.BinaryType);

  private final Path folder;

  private TestTable(Path folder) {
    this.folder = folder;
  }

  /** Writes pictures, weights and classes into a folder. */
  public static TestTable in(Path folder) throws IOException {
    TinyModel.write(folder.resolve("tiny.h5"), 7);
    TinyModel.write(folder.resolve("other.h5"), 8);
    Files.write(folder.resolve("classes.txt"), TinyModel.CLASSES);
    Files.createDirectories(folder.resolve("pictures"));
    for (int i = 0; i < ROWS; i++) {
      Files.write(
          folder.resolve("pictures").resolve(String.format(Locale.ROOT, "p%02d.png", i)),
          picture(i));
    }
    return new TestTable(folder);
  }

  /** A session with the SQL functions, the model and the table as {@code t}; the caller's. */
  public SparkSession session() {
    return session(Map.of());
  }

  /** The same, with more settings of Spark. */
  public SparkSession session(Map<String, String> more) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .config("spark.sql.extensions", MobileSparkExtensions.class.getName());
    model().forEach((key, value) -> builder.config("spark.mobilespark." + key, value));
    more.forEach(builder::config);
    SparkSession spark = builder.getOrCreate();
    spark.read().parquet(parquet(spark, 4)).createOrReplaceTempView("t");
    return spark;
  }

  /** A picture by its number. */
  public static byte[] picture(int i) {
    return isPicture(i)
        ? Png.of(new Color((i * 37) % 256, (i * 91) % 256, 255 - i * 6), 33 + i % 5, 40)
        : "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Whether there is one of that number. */
  public static boolean isPicture(int i) {
    return i % 7 != 3;
  }

  /** A file of the folder. */
  public String file(String name) {
    return folder.resolve(name).toString();
  }

  /** The pictures' files in order. */
  public List<String> pictures() {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      files.add(file(String.format(Locale.ROOT, "pictures/p%02d.png", i)));
    }
    return files;
  }

  /** The settings of the model, by the names of options. */
  public Map<String, String> model() {
    return Map.of(
        "model", TinyModel.NAME,
        "alpha", String.valueOf(TinyModel.ALPHA),
        "resolution", String.valueOf(TinyModel.RESOLUTION),
        "weights", file("tiny.h5"),
        "classes", file("classes.txt"));
  }

  /** All of it as rows; nothing is null. */
  public Dataset<Row> rows(SparkSession spark, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(i, String.format(Locale.ROOT, "p%02d.png", i), picture(i)));
    }
    return spark
        .createDataFrame(rows, SCHEMA)
        .repartitionByRange(partitions, new org.apache.spark.sql.Column("id"))
        .sortWithinPartitions("id");
  }

  /** Writes the table. */
  public String parquet(SparkSession spark, int partitions) {
    String target = file("table-" + partitions + ".parquet");
    rows(spark, partitions).write().mode("overwrite").parquet(target);
    return target;
  }
}
