// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.labels.ClassList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Judges independent labels on the executors: tallies of the decisions, and average precision by
 * one sort of the pictures for each label, exact for tables of any size.
 */
public final class LabelEvaluator {
  private static final StructType SCORES =
      new StructType()
          .add("label", DataTypes.IntegerType, false)
          .add("probability", DataTypes.FloatType, false)
          .add("positive", DataTypes.IntegerType, false);

  private LabelEvaluator() {}

  /**
   * Judges one table.
   *
   * @param truth of label sets, read with the same class list
   * @param classes the labels that the table counts by
   * @param threshold probability from which a label counts as given, above 0 and at most 1
   * @param onlyLabelled whether pictures of the truth without a row do not count
   * @throws MobileSparkException when pictures occur twice, none is the truth's, or the table does
   *     not keep all labels
   */
  public static LabelJudgement judge(
      Truth truth,
      PredictionTable table,
      ClassList classes,
      float threshold,
      boolean onlyLabelled) {
    int labels = classes.size();
    PictureNames names = PictureNames.ofFiles(truth.pictures(), List.of(table.rows()));
    JavaRDD<JoinedPicture> pictures = PictureJoin.join(names, 1, labels);
    LabelTally none = new LabelTally(labels, threshold, onlyLabelled);
    LabelTally tally = tally(pictures, none);
    if (tally.isDoubled()) {
      names = names.withFolders(Evaluator.TABLES);
      pictures = PictureJoin.join(names, 1, labels);
      tally = tally(pictures, none);
    }
    NameMatch match = NameMatch.of(tally.counts(), names.parts());
    Evaluator.requireSome(match, "the table", truth, table);
    tally.requireAllLabels(table.uri());
    return new LabelJudgement(
        tally.evaluation(precisions(pictures, table.rows().sparkSession())), match);
  }

  private static LabelTally tally(JavaRDD<JoinedPicture> pictures, LabelTally none) {
    return pictures
        .mapPartitions(
            part -> {
              LabelTally tally = none.another();
              part.forEachRemaining(tally::add);
              return List.of(tally).iterator();
            })
        .treeReduce(LabelTally::merge);
  }

  /** See {@link LabelTally#evaluation}; pictures of one probability are found together. */
  private static Map<Integer, Double> precisions(
      JavaRDD<JoinedPicture> pictures, SparkSession spark) {
    WindowSpec down =
        Window.partitionBy("label")
            .orderBy(col("probability").desc())
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Dataset<Row> sums =
        spark
            .createDataFrame(pictures.flatMap(LabelEvaluator::scores), SCORES)
            .groupBy("label", "probability")
            .agg(sum("positive").as("hits"), count(lit(1)).as("pictures"))
            .withColumn("found", sum("hits").over(down))
            .withColumn("taken", sum("pictures").over(down))
            .groupBy("label")
            .agg(sum(col("hits").multiply(col("found")).divide(col("taken"))).as("precisions"));
    Map<Integer, Double> byLabel = new HashMap<>();
    sums.collectAsList().forEach(row -> byLabel.put(row.getInt(0), row.getDouble(1)));
    return byLabel;
  }

  private static Iterator<Row> scores(JoinedPicture picture) {
    if (picture.isNameless()
        || picture.isSurplus()
        || !(picture.outcome(0).orElse(null) instanceof Ranked ranked)) {
      return List.<Row>of().iterator();
    }
    Set<Integer> truth = picture.labels();
    return IntStream.range(0, ranked.classes().length)
        .mapToObj(
            i ->
                RowFactory.create(
                    ranked.classes()[i],
                    ranked.probabilities()[i],
                    truth.contains(ranked.classes()[i]) ? 1 : 0))
        .iterator();
  }
}
