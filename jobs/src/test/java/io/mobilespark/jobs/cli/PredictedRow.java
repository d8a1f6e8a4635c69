// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/**
 * A row of a table of predictions, read from the Parquet files by other means than Spark's. Empty
 * texts and zeros stand for null.
 */
record PredictedRow(
    List<Ranked> predictions,
    String error,
    String errorDetail,
    int width,
    int height,
    String model,
    String preset,
    String sourceLabel) {

  /** Stands for a row that a table lacks. */
  static final PredictedRow NONE = new PredictedRow(List.of(), "no row", "", 0, 0, "", "", "");

  /** A ranked class. */
  record Ranked(int index, String label, String name, float probability) {}

  /** The rows of a table by the names of their files; fails where two rows have one name. */
  static SortedMap<String, PredictedRow> byName(Path table) throws IOException {
    return by('/', table);
  }

  /** The rows of a table by what follows a sign in their keys; fails where two have it alike. */
  static SortedMap<String, PredictedRow> by(char sign, Path table) throws IOException {
    SortedMap<String, PredictedRow> rows = new TreeMap<>();
    for (Path file : files(table)) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path("file:" + file);
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), path).build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          String name = row.getString("path", 0);
          int from = sign == '/' ? name.lastIndexOf(sign) : name.indexOf(sign);
          assertThat(rows.put(name.substring(from + 1), of(row))).isNull();
        }
      }
    }
    return rows;
  }

  /** The Parquet files of a table, in folders of labels too. */
  static List<Path> files(Path table) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet") && Files.isRegularFile(file))
          .filter(file -> !table.relativize(file).toString().matches("[_.].*|.*/[_.].*"))
          .sorted()
          .toList();
    }
  }

  int best() {
    return predictions.get(0).index;
  }

  /** Fails unless the other row says the same of its picture, probabilities within 1e-5. */
  void assertLike(PredictedRow other) {
    assertThat(withoutPredictions()).isEqualTo(other.withoutPredictions());
    assertThat(predictions).hasSameSizeAs(other.predictions);
    IntStream.range(0, predictions.size())
        .forEach(
            i -> {
              Ranked mine = predictions.get(i);
              Ranked others = other.predictions.get(i);
              assertThat(mine.index).isEqualTo(others.index);
              assertThat(mine.label).isEqualTo(others.label);
              assertThat(mine.name).isEqualTo(others.name);
              assertThat(Math.abs(mine.probability - others.probability)).isLessThan(1e-5f);
            });
  }

  private PredictedRow withoutPredictions() {
    return new PredictedRow(List.of(), error, errorDetail, width, height, model, preset, "");
  }

  private static PredictedRow of(Group row) {
    List<Ranked> predictions = new ArrayList<>();
    if (row.getFieldRepetitionCount("predictions") > 0) {
      Group list = row.getGroup("predictions", 0);
      for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
        Group ranked = list.getGroup("list", i).getGroup("element", 0);
        predictions.add(
            new Ranked(
                ranked.getInteger("index", 0),
                ranked.getString("label", 0),
                ranked.getString("name", 0),
                ranked.getFloat("probability", 0)));
      }
    }
    return new PredictedRow(
        predictions,
        text(row, "error"),
        text(row, "error_detail"),
        number(row, "width"),
        number(row, "height"),
        row.getString("model", 0),
        row.getString("preset", 0),
        row.getType().containsField("source_label") ? text(row, "source_label") : "");
  }

  private static String text(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0 ? "" : row.getString(column, 0);
  }

  private static int number(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0 ? 0 : row.getInteger(column, 0);
  }
}
