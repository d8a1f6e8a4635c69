// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.TableColumns;
import static org.apache.spark.sql.functions.col;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a table calls its pictures, counted without looking at any: bounded, however many there are.
 *
 * @param rows of the table
 * @param unnamed rows without a key
 * @param doubled keys that stand more than once
 * @param first of these by the alphabet, each with its rows; at most five
 */
record TableKeys(long rows, long unnamed, long doubled, TreeMap<String, Long> first)
    implements Serializable {
  private static final int FIRST = 5;

  /**
   * Counts keys.
   *
   * @param keys one column, {@code key}: text, or null
   */
  static TableKeys of(Dataset<Row> keys) {
    return keys
        .groupBy("key")
        .count()
        .select(col("key"), col("count"))
        .javaRDD()
        .mapPartitions(TableKeys::counted)
        .collect()
        .stream()
        .reduce(new TableKeys(0, 0, 0, new TreeMap<>()), TableKeys::plus);
  }

  private static Iterator<TableKeys> counted(Iterator<Row> keys) {
    long rows = 0;
    long unnamed = 0;
    long doubled = 0;
    TreeMap<String, Long> first = new TreeMap<>();
    while (keys.hasNext()) {
      Row key = keys.next();
      long copies = key.getLong(1);
      rows += copies;
      if (key.isNullAt(0)) {
        unnamed += copies;
      } else if (copies > 1) {
        doubled++;
        first.put(key.getString(0), copies);
        shorten(first);
      }
    }
    return List.of(new TableKeys(rows, unnamed, doubled, first)).iterator();
  }

  private TableKeys plus(TableKeys other) {
    TreeMap<String, Long> both = new TreeMap<>(first);
    both.putAll(other.first);
    shorten(both);
    return new TableKeys(rows + other.rows, unnamed + other.unnamed, doubled + other.doubled, both);
  }

  private static void shorten(TreeMap<String, Long> first) {
    while (first.size() > FIRST) {
      first.pollLastEntry();
    }
  }

  /**
   * Refuses a table whose rows could not be told apart.
   *
   * @throws MobileSparkException when a key stands twice
   */
  void requireDistinct(String table, TableColumns columns) {
    if (doubled > 0) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The table %s has %,d keys more than once in its column %s: %s%s; label, embed and"
                  + " train keep each row with --duplicate-keys keep",
              table,
              doubled,
              columns.keyName(),
              first.entrySet().stream()
                  .map(key -> key.getKey() + " (" + key.getValue() + " rows)")
                  .collect(Collectors.joining(", ")),
              doubled > first.size() ? ", …" : ""));
    }
  }
}
