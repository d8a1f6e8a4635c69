// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.labels.ClassList;
import io.mobilespark.spark.PredictionRows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Predictions and truth by formulas over the number of a picture: seven in ten right, one right in
 * second place, one in fifth, one not among the kept five; one in a thousand rejected, one missing.
 *
 * @param images pictures of the truth
 */
record ScaleData(long images) {
  /** Pictures with a row that the truth does not have. */
  static final long SURPLUS = 100;

  private static final StructType TRUTH =
      new StructType()
          .add("picture", DataTypes.StringType, false)
          .add("label", DataTypes.StringType, false);

  void write(SparkSession spark, Path folder) {
    int parts = (int) (2 + images / 1_000_000);
    long surplusFrom = images;
    spark
        .range(0, images + SURPLUS, 1, parts)
        .filter((FilterFunction<Long>) id -> id >= surplusFrom || id % 1000 != 5)
        .map((MapFunction<Long, Row>) ScaleData::prediction, Encoders.row(PredictionRows.SCHEMA))
        .write()
        .parquet(folder.resolve("predictions").toString());
    spark
        .range(0, images, 1, parts)
        .map(
            (MapFunction<Long, Row>)
                id ->
                    RowFactory.create(
                        String.format(Locale.ROOT, "val_%09d.JPEG", id),
                        ClassList.imagenet().label(truth(id))),
            Encoders.row(TRUTH))
        .write()
        .parquet(folder.resolve("truth").toString());
  }

  private static Row prediction(long id) {
    String path = String.format(Locale.ROOT, "s3a://pictures/part%02d/val_%09d.JPEG", id % 50, id);
    if (id % 1000 == 3) {
      return RowFactory.create(path, null, "TRUNCATED", "", null, null, "m", "p");
    }
    Row[] ranked = new Row[5];
    for (int rank = 0; rank < ranked.length; rank++) {
      int index = ranked(id, rank);
      ranked[rank] =
          RowFactory.create(
              index,
              ClassList.imagenet().label(index),
              ClassList.imagenet().name(index),
              probability(id, rank));
    }
    Object sequence = CollectionConverters.asScala(Arrays.asList(ranked)).toSeq();
    return RowFactory.create(path, sequence, null, null, 224, 224, "m", "p");
  }

  private static int ranked(long id, int rank) {
    int first = (int) (id * 7919 % 1000);
    return rank == 0 ? first : (first + 37 * rank) % 1000;
  }

  private static float probability(long id, int rank) {
    double first = 0.3 + id % 997 * 0.0007;
    double[] shares = {0, 0.4, 0.3, 0.1, 0.05};
    return (float) (rank == 0 ? first : (1 - first) * shares[rank]);
  }

  private static int truth(long id) {
    int kind = (int) (id / 1000 * 7 + id) % 10;
    return switch (kind) {
      case 7 -> ranked(id, 1);
      case 8 -> ranked(id, 4);
      case 9 -> (ranked(id, 0) + 500) % 1000;
      default -> ranked(id, 0);
    };
  }

  /** The figures, counted in a loop. */
  Figures singlePass() {
    Figures figures = new Figures();
    for (long id = 0; id < images; id++) {
      int truth = truth(id);
      figures.images++;
      figures.support[truth]++;
      if (id % 1000 == 3) {
        figures.rejected++;
      } else if (id % 1000 == 5) {
        figures.missing++;
      } else {
        figures.add(id, truth);
      }
    }
    return figures;
  }

  /** Plain counters. */
  static final class Figures {
    long images;
    long rejected;
    long missing;
    long hits;
    long hitsInFive;
    long truncated;
    final long[] support = new long[1000];
    final long[] classHits = new long[1000];
    private final long[] binHits = new long[15];
    private final double[] binConfidence = new double[15];

    private void add(long id, int truth) {
      boolean found = false;
      for (int rank = 0; rank < 5; rank++) {
        found |= ranked(id, rank) == truth;
      }
      hitsInFive += found ? 1 : 0;
      truncated += found ? 0 : 1;
      int bin = (int) Math.ceil(probability(id, 0) * 15.0) - 1;
      binConfidence[bin] += probability(id, 0);
      if (ranked(id, 0) == truth) {
        hits++;
        classHits[truth]++;
        binHits[bin]++;
      }
    }

    double ece() {
      double sum = 0;
      for (int bin = 0; bin < 15; bin++) {
        sum += Math.abs(binHits[bin] - binConfidence[bin]);
      }
      return sum / (images - rejected - missing);
    }
  }
}
