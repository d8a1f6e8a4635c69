package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.LabelOrders;
import io.mobilespark.labels.RealLabels;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Counts on the executors; the driver gets tallies by class, by pair, by bin, and bounded lists.
 */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Judges one table.
   *
   * @param truth read with the same class list
   * @param classes that the table counts by
   * @param real reassessed labels, where there are any
   * @throws MobileSparkException when pictures occur twice, or the order of classes is mixed up
   */
  public static Evaluation evaluate(
      Truth truth, PredictionTable table, ClassList classes, Optional<RealLabels> real) {
    int count = classes.size();
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(table.rows().sparkSession().sparkContext());
    Broadcast<List<RealLabels>> labels = context.broadcast(real.stream().toList());
    try {
      JavaRDD<JoinedPicture> joined = PictureJoin.join(truth.pictures(), List.of(table), count);
      Tally tally =
          joined
              .mapPartitions(pictures -> tally(pictures, count, labels.value().stream()))
              .treeReduce(Tally::merge);
      Evaluation evaluation = tally.evaluation(real.isPresent());
      refuseMixedUp("", evaluation.pairs(), classes);
      return evaluation;
    } finally {
      labels.destroy(true);
    }
  }

  /**
   * Judges two tables over the same pictures.
   *
   * @throws MobileSparkException when pictures occur twice, or a table's order of classes is mixed
   *     up
   */
  public static Comparison compare(
      Truth truth, PredictionTable a, PredictionTable b, ClassList classes) {
    int count = classes.size();
    ComparisonTally tally =
        PictureJoin.join(truth.pictures(), List.of(a, b), count)
            .mapPartitions(pictures -> comparison(pictures, count))
            .treeReduce(ComparisonTally::merge);
    Comparison comparison = tally.comparison();
    refuseMixedUp(" in table A", tally.pairs(0), classes);
    refuseMixedUp(" in table B", tally.pairs(1), classes);
    return comparison;
  }

  private static Iterator<Tally> tally(
      Iterator<JoinedPicture> pictures, int classes, Stream<RealLabels> real) {
    Tally tally = new Tally(classes);
    Optional<RealLabels> labels = real.findFirst();
    pictures.forEachRemaining(picture -> tally.add(picture, labels));
    return List.of(tally).iterator();
  }

  private static Iterator<ComparisonTally> comparison(
      Iterator<JoinedPicture> pictures, int classes) {
    ComparisonTally tally = new ComparisonTally(classes);
    pictures.forEachRemaining(tally::add);
    return List.of(tally).iterator();
  }

  private static void refuseMixedUp(String where, PairTable pairs, ClassList classes) {
    LabelOrders.of(classes)
        .suspect(pairs.pairs().toList())
        .ifPresent(
            found -> {
              throw new MobileSparkException(
                  String.format(
                      Locale.ROOT,
                      "A mixed-up order of classes%s, no result: top-1 would be %.2f %%, but"
                          + " %.2f %% if %s",
                      where,
                      100 * found.accuracy(),
                      100 * found.mendedAccuracy(),
                      found.mixUp()));
            });
  }
}
