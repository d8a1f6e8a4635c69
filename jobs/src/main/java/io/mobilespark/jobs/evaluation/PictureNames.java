// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.PictureKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a ground truth and of tables by keys that they share: the last parts of their
 * names, as few as tell the pictures of each side apart. Files whose names differ need one part;
 * those that are numbered from 1 in every folder need two. A name of the truth that has fewer parts
 * meets what ends with it. Works on tables of any size: one aggregation a side for each number of
 * parts that is tried, and nothing but bounded lists reaches the driver.
 */
public final class PictureNames {
  private static final int WHOLE = Integer.MAX_VALUE;

  /** Deeper folders are compared whole. */
  private static final int MOST_PARTS = 16;

  private static final int MOST_EXAMPLES = 5;

  private final int parts;
  private final Dataset<Row> truth;
  private final List<Dataset<Row>> tables;

  private PictureNames(int parts, Dataset<Row> truth, List<Dataset<Row>> tables) {
    this.parts = parts;
    this.truth = truth;
    this.tables = List.copyOf(tables);
  }

  /**
   * By the names of the files, which may occur more than once.
   *
   * @param truth with a column {@code path}
   * @param tables each with a column {@code path}, none with a column {@code key}
   */
  static PictureNames ofFiles(Dataset<Row> truth, List<Dataset<Row>> tables) {
    return by(1, truth, tables);
  }

  /**
   * By as many parts as tell the truth's pictures apart, and those of each table unless one stands
   * in it twice.
   *
   * @param truth with a column {@code path}, no picture twice
   * @param tables as for {@link #ofFiles}
   */
  public static PictureNames tellingApart(Dataset<Row> truth, List<Dataset<Row>> tables) {
    int parts = parts(truth, 1);
    for (Dataset<Row> table : tables) {
      if (isDistinct(table, WHOLE)) {
        parts = parts(table, parts);
      }
    }
    return by(parts, truth, tables);
  }

  /**
   * The same pictures by as many more parts as tell them apart.
   *
   * @param called what messages call the truth and each table, in that order
   * @throws MobileSparkException naming pictures that stand twice in one of them
   */
  PictureNames withFolders(List<String> called) {
    List<Dataset<Row>> sides = Stream.concat(Stream.of(truth), tables.stream()).toList();
    for (int i = 0; i < sides.size(); i++) {
      requireDistinct(called.get(i), sides.get(i));
    }
    int wanted = parts + 1;
    for (Dataset<Row> side : sides) {
      wanted = parts(side, wanted);
    }
    return by(wanted, truth.drop("key"), tables.stream().map(table -> table.drop("key")).toList());
  }

  /** How many parts of the names are compared; the largest number stands for whole names. */
  int parts() {
    return parts;
  }

  /** The truth with a column {@code key} behind its own. */
  public Dataset<Row> truth() {
    return truth;
  }

  /** A table with a column {@code key}, empty where a path names no file, behind its own. */
  public Dataset<Row> table(int index) {
    return tables.get(index);
  }

  /** The paths of a few pictures of a table by their keys. */
  public Map<String, String> paths(int table, Collection<String> keys) {
    Map<String, String> paths = new HashMap<>();
    tables
        .get(table)
        .select(col("key"), col("path"))
        .filter(col("key").isin(keys.toArray()))
        .collectAsList()
        .forEach(row -> paths.put(row.getString(0), row.getString(1)));
    return paths;
  }

  /** The key of a column of paths; empty where one names no file. */
  static Column key(Column path, int parts) {
    return udf(
            (UDF1<@Nullable String, String>)
                each -> each == null ? "" : PictureKey.find(each, parts).orElse(""),
            DataTypes.StringType)
        .apply(path);
  }

  private static Column length(Column path) {
    return udf(
            (UDF1<@Nullable String, Integer>) each -> each == null ? 0 : PictureKey.length(each),
            DataTypes.IntegerType)
        .apply(path);
  }

  private static PictureNames by(int parts, Dataset<Row> truth, List<Dataset<Row>> tables) {
    Dataset<Row> named = truth.withColumn("key", key(col("path"), parts));
    List<Integer> shorter =
        parts == 1
            ? List.of()
            : named
                .select(length(col("path")).as("length"))
                .filter(col("length").lt(parts))
                .distinct()
                .orderBy(col("length").desc())
                .collectAsList()
                .stream()
                .map(row -> row.getInt(0))
                .toList();
    return new PictureNames(
        parts, named, tables.stream().map(table -> meeting(named, table, parts, shorter)).toList());
  }

  /**
   * A table's keys. What has no picture of the truth by all parts takes the longest name of the
   * truth that it ends with.
   */
  private static Dataset<Row> meeting(
      Dataset<Row> truth, Dataset<Row> table, int parts, List<Integer> shorter) {
    Dataset<Row> keyed = table.withColumn("key", key(col("path"), parts));
    if (shorter.isEmpty()) {
      return keyed;
    }
    Dataset<Row> names =
        truth.select(col("key").as("name"), length(col("path")).as("length"), lit(true).as("met"));
    keyed = joined(keyed, "key", names.select("name", "met"), "whole");
    List<Column> keys = new ArrayList<>();
    keys.add(when(col("whole"), col("key")));
    for (int length : shorter) {
      String ending = "ending" + length;
      keyed =
          joined(
              keyed.withColumn(ending, when(col("whole").isNull(), key(col("path"), length))),
              ending,
              names.filter(col("length").equalTo(length)).select("name", "met"),
              "met" + length);
      keys.add(when(col("met" + length), col(ending)));
    }
    keys.add(col("key"));
    Column[] columns =
        Stream.concat(
                Arrays.stream(table.columns()).map(PictureNames::own),
                Stream.of(coalesce(keys.toArray(Column[]::new)).as("key")))
            .toArray(Column[]::new);
    return keyed.select(columns);
  }

  private static Column own(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /** Marks the rows whose column is among names, each of which occurs once. */
  private static Dataset<Row> joined(
      Dataset<Row> rows, String column, Dataset<Row> names, String mark) {
    Dataset<Row> marks = names.withColumnRenamed("met", mark);
    return rows.join(marks, rows.col(column).equalTo(marks.col("name")), "left").drop("name");
  }

  /** The least number of parts, from some on, by which no two pictures are the same. */
  private static int parts(Dataset<Row> pictures, int from) {
    int parts = from;
    while (parts < WHOLE && !isDistinct(pictures, parts)) {
      parts = parts < MOST_PARTS ? parts + 1 : WHOLE;
    }
    return parts;
  }

  private static boolean isDistinct(Dataset<Row> pictures, int parts) {
    return doubled(pictures, parts).isEmpty();
  }

  /** Hashes of the keys that occur more than once; by chance, one that does not. */
  private static Dataset<Row> doubled(Dataset<Row> pictures, int parts) {
    return pictures
        .select(key(col("path"), parts).as("name"))
        .filter(col("name").notEqual(""))
        .groupBy(xxhash64(col("name")).as("hash"))
        .count()
        .filter(col("count").gt(1))
        .select("hash");
  }

  private static void requireDistinct(String called, Dataset<Row> pictures) {
    Dataset<Row> hashes = doubled(pictures, WHOLE);
    if (hashes.isEmpty()) {
      return;
    }
    Dataset<Row> named =
        pictures.select(col("path"), key(col("path"), WHOLE).as("name")).filter("name <> ''");
    Dataset<Row> twice =
        named
            .join(hashes, xxhash64(named.col("name")).equalTo(hashes.col("hash")), "left_semi")
            .groupBy("name")
            .agg(count(lit(1)).as("rows"), min("path").as("first"), max("path").as("last"))
            .filter(col("rows").gt(1));
    long count = twice.count();
    if (count == 0) {
      return;
    }
    List<String> few =
        twice.orderBy("name").limit(MOST_EXAMPLES).collectAsList().stream()
            .map(PictureNames::twice)
            .toList();
    throw new MobileSparkException(
        String.format(
            Locale.ROOT,
            "The %s has %d picture keys more than once: %s%s",
            called,
            count,
            String.join(", ", few),
            count > few.size() ? ", …" : ""));
  }

  private static String twice(Row row) {
    String first = row.getString(2);
    String last = row.getString(3);
    return first.equals(last) ? first : first + " and " + last;
  }
}
