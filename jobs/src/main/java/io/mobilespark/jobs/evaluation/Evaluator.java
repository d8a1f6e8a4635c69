// SPDX-License-Identifier: Apache-2.0
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
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Counts on the executors; the driver gets tallies by class, by pair, by bin, and bounded lists.
 */
public final class Evaluator {
  static final List<String> TABLES = List.of("ground truth", "table of predictions");

  private Evaluator() {}

  /**
   * Judges one table.
   *
   * @param truth read with the same class list
   * @param classes that the table counts by
   * @param real reassessed labels, where there are any
   * @throws MobileSparkException when pictures occur twice, none is the truth's, or the order of
   *     classes is mixed up
   */
  public static Evaluation evaluate(
      Truth truth, PredictionTable table, ClassList classes, Optional<RealLabels> real) {
    return judge(truth, table, classes, real, false).evaluation();
  }

  /**
   * As {@link #evaluate}, with how truth and table were brought together.
   *
   * @param onlyLabelled whether pictures of the truth without a row do not count
   */
  public static Judgement judge(
      Truth truth,
      PredictionTable table,
      ClassList classes,
      Optional<RealLabels> real,
      boolean onlyLabelled) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(table.rows().sparkSession().sparkContext());
    Broadcast<List<RealLabels>> labels = context.broadcast(real.stream().toList());
    try {
      PictureNames names = PictureNames.ofFiles(truth.pictures(), List.of(table.rows()));
      Tally tally = tally(names, classes.size(), labels, onlyLabelled);
      if (tally.isDoubled()) {
        names = names.withFolders(TABLES);
        tally = tally(names, classes.size(), labels, onlyLabelled);
      }
      Evaluation evaluation = tally.evaluation(real.isPresent());
      Judgement judgement = new Judgement(evaluation, names);
      requireSome(judgement.match(), "the table", truth, table);
      refuseMixedUp("", evaluation.pairs(), classes);
      return judgement;
    } finally {
      labels.destroy(true);
    }
  }

  /**
   * Judges two tables over the same pictures.
   *
   * @throws MobileSparkException when pictures occur twice, a table has none of the truth's, or its
   *     order of classes is mixed up
   */
  public static ComparedTables compare(
      Truth truth, PredictionTable a, PredictionTable b, ClassList classes) {
    return compare(truth, List.of(a, b), classes, Optional.empty());
  }

  /**
   * Judges two tables of independent labels over the same pictures: a picture is right where it is
   * given its labels and no others.
   *
   * @param truth of label sets
   * @param threshold probability from which a label counts as given
   * @throws MobileSparkException as {@link #compare}
   */
  public static ComparedTables compareLabels(
      Truth truth, PredictionTable a, PredictionTable b, ClassList classes, float threshold) {
    return compare(truth, List.of(a, b), classes, Optional.of(threshold));
  }

  private static ComparedTables compare(
      Truth truth, List<PredictionTable> tables, ClassList classes, Optional<Float> threshold) {
    PredictionTable a = tables.get(0);
    PredictionTable b = tables.get(1);
    PictureNames names = PictureNames.ofFiles(truth.pictures(), List.of(a.rows(), b.rows()));
    ComparisonTally tally = comparison(names, classes.size(), threshold);
    if (tally.isDoubled()) {
      names = names.withFolders(ComparisonTally.TABLES);
      tally = comparison(names, classes.size(), threshold);
    }
    Comparison comparison = tally.comparison();
    List<NameMatch> matches = List.of(tally.match(0, names.parts()), tally.match(1, names.parts()));
    requireSome(matches.get(0), "table A", truth, a);
    requireSome(matches.get(1), "table B", truth, b);
    if (threshold.isPresent()) {
      requireUncut(tally, tables, classes.size());
    } else {
      refuseMixedUp(" in table A", tally.pairs(0), classes);
      refuseMixedUp(" in table B", tally.pairs(1), classes);
    }
    return new ComparedTables(
        comparison,
        matches,
        List.of(Chance.of(tally.pairs(0), classes), Chance.of(tally.pairs(1), classes)));
  }

  static void requireSome(NameMatch match, String called, Truth truth, PredictionTable table) {
    if (match.matched() > 0 || match.truth() == 0) {
      return;
    }
    String ours = truth.pictures().select("path").first().getString(0);
    if (match.table() == 0) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "None of the %,d pictures of the truth, %s for one, is in %s, which is empty",
              match.truth(),
              ours,
              called));
    }
    throw new MobileSparkException(
        String.format(
            Locale.ROOT,
            "None of the %,d pictures of the truth is among the %,d of %s by %s: the truth has %s"
                + " for one, the table %s",
            match.truth(),
            match.table(),
            called,
            match.compared(),
            ours,
            table.rows().select("path").first().getString(0)));
  }

  private static void requireUncut(
      ComparisonTally tally, List<PredictionTable> tables, int labels) {
    for (int side = 0; side < tables.size(); side++) {
      if (tally.cut(side) > 0) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s does not keep all labels that reach the threshold, for %d pictures: label them"
                    + " with --top-k %d",
                tables.get(side).uri(),
                tally.cut(side),
                labels));
      }
    }
  }

  private static Tally tally(
      PictureNames names, int classes, Broadcast<List<RealLabels>> real, boolean onlyLabelled) {
    return PictureJoin.join(names, 1, classes)
        .mapPartitions(
            pictures -> tally(pictures, new Tally(classes, onlyLabelled), real.value().stream()))
        .treeReduce(Tally::merge);
  }

  private static ComparisonTally comparison(
      PictureNames names, int classes, Optional<Float> threshold) {
    // Optional is not serializable.
    List<Float> least = threshold.stream().toList();
    return PictureJoin.join(names, 2, classes)
        .mapPartitions(pictures -> comparison(pictures, classes, least))
        .treeReduce(ComparisonTally::merge);
  }

  private static Iterator<Tally> tally(
      Iterator<JoinedPicture> pictures, Tally tally, Stream<RealLabels> real) {
    Optional<RealLabels> labels = real.findFirst();
    pictures.forEachRemaining(picture -> tally.add(picture, labels));
    return List.of(tally).iterator();
  }

  private static Iterator<ComparisonTally> comparison(
      Iterator<JoinedPicture> pictures, int classes, List<Float> threshold) {
    ComparisonTally tally = new ComparisonTally(classes, threshold.stream().findFirst());
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
