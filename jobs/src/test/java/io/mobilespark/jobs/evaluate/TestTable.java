// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.PredictionRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** A table of predictions put together row by row. */
final class TestTable {
  private final ClassList classes;
  private final List<Row> rows = new ArrayList<>();
  private String model = "mobilenet_v2_1.0_224_0123456789ab";
  private String preset = "squash";

  TestTable(ClassList classes) {
    this.classes = classes;
  }

  /** Rows from here on are of another model. */
  TestTable model(String name) {
    model = name;
    return this;
  }

  /** Rows from here on are of another preset. */
  TestTable preset(String name) {
    preset = name;
    return this;
  }

  /** A picture with five classes; 60 % for the first. */
  TestTable classified(String path, int... ranked) {
    Row[] entries = new Row[ranked.length];
    for (int i = 0; i < ranked.length; i++) {
      entries[i] =
          RowFactory.create(
              ranked[i],
              classes.label(ranked[i]),
              classes.name(ranked[i]),
              i == 0 ? 0.6f : 0.2f / (1 << i));
    }
    Object sequence = CollectionConverters.asScala(Arrays.asList(entries)).toSeq();
    rows.add(RowFactory.create(path, sequence, null, null, 224, 224, model, preset));
    return this;
  }

  /** A picture with five classes, the others than the first being its neighbours. */
  TestTable classified(String path, int first) {
    int size = classes.size();
    return classified(
        path,
        first,
        (first + 1) % size,
        (first + 2) % size,
        (first + 3) % size,
        (first + 4) % size);
  }

  TestTable rejected(String path, String reason) {
    rows.add(RowFactory.create(path, null, reason, "", null, null, model, preset));
    return this;
  }

  void write(Path folder) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      spark
          .createDataFrame(rows, PredictionRows.SCHEMA)
          .coalesce(1)
          .write()
          .parquet(folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
