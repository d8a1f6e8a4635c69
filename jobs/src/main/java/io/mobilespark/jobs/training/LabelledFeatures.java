// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;

import io.mobilespark.MobileSparkException;
import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.EmbeddingRows;
import io.mobilespark.spark.HalfFloats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Pictures with features and class, and which of them are held out: those whose {@code xxhash64} of
 * label and key falls into the lowest share of all hashes, and of every class at least one on
 * either side.
 *
 * @param rows columns {@code path}, {@code features}, {@code class} and {@code hash}
 * @param classes what the class indices mean
 * @param width features in a row
 */
record LabelledFeatures(Dataset<Row> rows, ClassList classes, int width) {
  /** So much is sorted at a time, and reaches the driver at a time. */
  private static final long PARTITION_BYTES = 16L << 20;

  /** What occurs of one class. */
  record ClassRows(int index, long rows, long lowest, long highest) {}

  /**
   * Every class, counted.
   *
   * @throws MobileSparkException when a class has no picture, or one only
   */
  List<ClassRows> counted() {
    List<ClassRows> found = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      found.add(new ClassRows(i, 0, 0, 0));
    }
    rows.groupBy("class")
        .agg(count(lit(1)), min("hash"), max("hash"))
        .collectAsList()
        .forEach(
            row ->
                found.set(
                    row.getInt(0),
                    new ClassRows(row.getInt(0), row.getLong(1), row.getLong(2), row.getLong(3))));
    for (ClassRows each : found) {
      String label = classes.label(each.index());
      if (each.rows() == 0) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "Class %d of %s, '%s', has no picture; every class needs 2 or more",
                each.index(),
                classes.origin(),
                label));
      }
      if (each.rows() == 1 || each.lowest() == each.highest()) {
        throw new MobileSparkException(
            String.format(
                    Locale.ROOT,
                    "The label '%s' has %d picture%s; 2 or more of different names are needed, one to learn",
                    label,
                    each.rows(),
                    each.rows() == 1 ? "" : "s of one name")
                + " from and one to hold out");
      }
    }
    return found;
  }

  /**
   * Copies all rows to the driver's disk, in the order of their hashes, which does not depend on
   * how the table was cut.
   *
   * @param validation share held out
   * @param folder for the files
   * @throws MobileSparkException when features are no numbers, or of another width
   */
  FeatureSets load(List<ClassRows> counted, double validation, Path folder) throws IOException {
    long total = counted.stream().mapToLong(ClassRows::rows).sum();
    int parts = (int) Math.max(1, total * width * Float.BYTES / PARTITION_BYTES);
    FeatureSets sets = FeatureSets.create(folder, width);
    try {
      Iterator<Row> sorted =
          rows.withColumn("held_out", heldOut(counted, validation))
              .repartitionByRange(parts, col("hash"), col("path"))
              .sortWithinPartitions("hash", "path")
              .toLocalIterator();
      while (sorted.hasNext()) {
        Row row = sorted.next();
        sets.add(
            row.getBoolean(row.fieldIndex("held_out")),
            row.getInt(row.fieldIndex("class")),
            features(row));
      }
      sets.flush();
      return sets;
    } catch (IOException | RuntimeException e) {
      sets.close();
      throw e;
    }
  }

  private Column heldOut(List<ClassRows> counted, double validation) {
    long[] bounds = counted.stream().mapToLong(each -> bound(each, validation)).toArray();
    return udf(
            (UDF2<Integer, Long, Boolean>) (index, hash) -> hash < bounds[index],
            DataTypes.BooleanType)
        .apply(col("class"), col("hash"));
  }

  /** Hashes below are held out; they are spread evenly over all longs. */
  static long bound(ClassRows of, double validation) {
    long usual = (long) (Long.MIN_VALUE + validation * 0x1p64);
    return Math.min(of.highest(), Math.max(of.lowest() + 1, usual));
  }

  private float[] features(Row row) {
    Object value = row.get(row.fieldIndex(EmbeddingRows.FEATURES));
    float[] features;
    if (value instanceof byte[] halves) {
      features = HalfFloats.toFloats(halves);
    } else {
      List<Float> list = row.getList(row.fieldIndex(EmbeddingRows.FEATURES));
      features = new float[list.size()];
      for (int i = 0; i < features.length; i++) {
        features[i] = list.get(i);
      }
    }
    String path = row.getString(row.fieldIndex("path"));
    if (features.length != width) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "%s has %d features, wanted %d", path, features.length, width));
    }
    for (float feature : features) {
      if (!Float.isFinite(feature)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT, "%s has a feature of %s, wanted finite numbers", path, feature));
      }
    }
    return features;
  }
}
