// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The permutations of classes known from label conventions: devkit order, positions of folder names
 * sorted as strings, and counting that begins one earlier or later. An accuracy no better than
 * chance that becomes good under one of them is no result but a mixed-up order.
 */
public final class LabelOrders implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Top-1 that a mixed-up order may reach, above chance: confusable neighbours match by luck. */
  private static final double NEAR_CHANCE = 0.05;

  /** Top-1 to be gained by mending, at least. */
  private static final double GAIN = 0.2;

  /** A mended top-1 must be less probable than e to the minus this if classes were guessed. */
  private static final double SURPRISE_NATS = 20;

  private final int firstClass;
  private final int classes;
  private final List<LabelOrder> orders;

  private LabelOrders(int firstClass, int classes, List<LabelOrder> orders) {
    this.firstClass = firstClass;
    this.classes = classes;
    this.orders = List.copyOf(orders);
  }

  /** The orders that can occur with a class list; the devkit's only with ImageNet's. */
  public static LabelOrders of(ClassList list) {
    int first = list.firstClass();
    int classes = list.size() - first;
    List<LabelOrder> orders = new ArrayList<>();
    orders.add(
        new LabelOrder(
            "the truth's indices are one too high, or the predictions' one too low: one of them "
                + "counts a background or from 1",
            classes,
            truth -> truth - 1));
    orders.add(
        new LabelOrder(
            "the truth's indices are one too low, or the predictions' one too high: one of them "
                + "counts a background or from 1",
            classes,
            truth -> truth + 1));
    List<Integer> numbers = FolderOrder.numbersByPosition(classes);
    String strings =
        " indices are positions of folder numbers sorted as strings (0, 1, 10, 100 ...)";
    orders.add(new LabelOrder("the truth's" + strings, classes, numbers::get));
    int[] positions = new int[classes];
    for (int position = 0; position < classes; position++) {
      positions[numbers.get(position)] = position;
    }
    orders.add(new LabelOrder("the predictions'" + strings, classes, number -> positions[number]));
    DevkitIds ids = DevkitIds.ilsvrc2012();
    if (ids.fits(list)) {
      addDevkit(orders, ids, list);
    }
    return new LabelOrders(first, classes, orders);
  }

  private static void addDevkit(List<LabelOrder> orders, DevkitIds ids, ClassList list) {
    int first = list.firstClass();
    int classes = list.size() - first;
    orders.add(
        new LabelOrder(
            "the truth's indices are devkit ids",
            classes,
            truth -> truth == 0 ? -1 : ids.index(truth, list) - first));
    orders.add(
        new LabelOrder(
            "the truth's indices are devkit ids less one",
            classes,
            truth -> ids.index(truth + 1, list) - first));
    orders.add(
        new LabelOrder(
            "the predictions' indices are devkit ids",
            classes,
            truth -> ids.id(list.label(truth + first))));
    orders.add(
        new LabelOrder(
            "the predictions' indices are devkit ids less one",
            classes,
            truth -> ids.id(list.label(truth + first)) - 1));
  }

  /**
   * Whether the accuracy of these predictions is that of a mixed-up order: top-1 is at most 5
   * points above chance, and with one of the orders it is at least 20 points higher, which guessing
   * would reach with a probability of less than e^-20 (Chernoff's bound).
   *
   * @param pairs counts of (truth, prediction); pictures without a prediction left out
   */
  public Optional<MixedUpOrder> suspect(Collection<PairCount> pairs) {
    long pictures = pairs.stream().mapToLong(PairCount::count).sum();
    if (pictures == 0) {
      return Optional.empty();
    }
    double chance = 1.0 / classes;
    double accuracy =
        pairs.stream().filter(p -> p.truth() == p.prediction()).mapToLong(PairCount::count).sum()
            / (double) pictures;
    return orders.stream()
        .map(order -> new MixedUpOrder(order.mixUp(), accuracy, mended(order, pairs, pictures)))
        .filter(found -> accuracy <= chance + NEAR_CHANCE)
        .filter(found -> found.mendedAccuracy() >= accuracy + GAIN)
        .filter(found -> surpriseNats(pictures, found.mendedAccuracy(), chance) > SURPRISE_NATS)
        .max(Comparator.comparingDouble(MixedUpOrder::mendedAccuracy));
  }

  private double mended(LabelOrder order, Collection<PairCount> pairs, long pictures) {
    return pairs.stream()
            .filter(p -> p.prediction() >= firstClass)
            .filter(p -> order.mended(p.truth() - firstClass) == p.prediction() - firstClass)
            .mapToLong(PairCount::count)
            .sum()
        / (double) pictures;
  }

  /** Chernoff's bound for a share of hits above the probability of one: exp(-n KL(share, p)). */
  private static double surpriseNats(long pictures, double share, double probability) {
    if (share <= probability) {
      return 0;
    }
    double misses = share == 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - probability));
    return pictures * (share * Math.log(share / probability) + misses);
  }

  /** The order under which the known pictures' labels would be right, if there is one. */
  Optional<String> explain(LabelReading reading, Map<LabelledPicture, Integer> known) {
    return orders.stream()
        .filter(
            order ->
                known.entrySet().stream()
                    .allMatch(
                        entry ->
                            order.mended(
                                    reading.find(entry.getKey().label()).orElse(-1) - firstClass)
                                == entry.getValue() - firstClass))
        .map(LabelOrder::mixUp)
        .findFirst();
  }
}
