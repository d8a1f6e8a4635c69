// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.MobileSparkException;
import java.util.Arrays;
import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Recognises from the labels, and from pictures whose class is known, how ground truth names
 * classes, and refuses an order that cannot be right.
 *
 * @param reading turns labels into class indices
 * @param reason what the scheme was recognised from, for the user
 */
public record LabelRecognition(LabelReading reading, String reason) {

  /**
   * Recognises the scheme.
   *
   * @param origin what messages call the ground truth
   * @param labels every label that occurs
   * @param pictures all pictures with their labels, or as many as are at hand; known ones among
   *     them decide
   * @throws MobileSparkException when no scheme can be right, or more than one
   */
  public static LabelRecognition recognise(
      String origin,
      Set<String> labels,
      Collection<LabelledPicture> pictures,
      ClassList classes,
      DevkitIds devkitIds) {
    requireSome(origin, labels);
    Map<LabelledPicture, Integer> known = KnownPictures.among(pictures, classes);
    List<LabelReading> readable =
        Arrays.stream(LabelScheme.values())
            .filter(s -> s != LabelScheme.DEVKIT_ID || devkitIds.fits(classes))
            .map(scheme -> new LabelReading(scheme, classes, devkitIds))
            .filter(reading -> labels.stream().allMatch(label -> reading.find(label).isPresent()))
            .toList();
    if (readable.isEmpty()) {
      throw new MobileSparkException(origin + ": " + unreadable(labels, classes));
    }
    List<LabelReading> fitting =
        readable.stream().filter(reading -> wrong(reading, known) == 0).toList();
    if (fitting.isEmpty()) {
      throw contradiction(origin, readable.get(0), known);
    }
    LabelRecognition recognition = choose(origin, fitting, known.size(), labels);
    FolderOrder.check(origin, recognition.reading(), pictures);
    return recognition;
  }

  /**
   * Checks a scheme that the user has named.
   *
   * @throws MobileSparkException when a label names no class, or the order cannot be right
   */
  public static LabelRecognition forced(
      String origin,
      LabelReading reading,
      Set<String> labels,
      Collection<LabelledPicture> pictures) {
    requireSome(origin, labels);
    try {
      labels.forEach(reading::index);
    } catch (MobileSparkException noClass) {
      throw new MobileSparkException(origin + ": " + noClass.getMessage(), noClass);
    }
    Map<LabelledPicture, Integer> known = KnownPictures.among(pictures, reading.classes());
    if (wrong(reading, known) > 0) {
      throw contradiction(origin, reading, known);
    }
    FolderOrder.check(origin, reading, pictures);
    return new LabelRecognition(reading, "as demanded" + witnesses(known.size()));
  }

  private static void requireSome(String origin, Set<String> labels) {
    if (labels.isEmpty()) {
      throw new MobileSparkException(origin + ": no picture is labelled");
    }
  }

  private static LabelRecognition choose(
      String origin, List<LabelReading> fitting, int known, Set<String> labels) {
    LabelReading first = fitting.get(0);
    String reason = labels.size() + " different labels, all " + first.scheme().description();
    if (first.scheme() == LabelScheme.LABEL || fitting.size() == 1) {
      return new LabelRecognition(first, reason + witnesses(known));
    }
    if (first.scheme() == LabelScheme.INDEX) {
      return new LabelRecognition(
          first, reason + "; assumed, as no label 0 and no known picture rules out other schemes");
    }
    throw new MobileSparkException(
        origin
            + ": labels run from 1 up to the number of classes, and no known picture tells whether "
            + "they are devkit ids or indices from 1: name the truth format");
  }

  private static String witnesses(int known) {
    return known == 0 ? "" : "; " + known + " known validation pictures agree";
  }

  private static long wrong(LabelReading reading, Map<LabelledPicture, Integer> known) {
    return known.entrySet().stream()
        .filter(entry -> reading.find(entry.getKey().label()).orElse(-1) != entry.getValue())
        .count();
  }

  private static MobileSparkException contradiction(
      String origin, LabelReading reading, Map<LabelledPicture, Integer> known) {
    Map.Entry<LabelledPicture, Integer> witness =
        known.entrySet().stream()
            .filter(entry -> reading.find(entry.getKey().label()).orElse(-1) != entry.getValue())
            .findFirst()
            .orElseThrow();
    ClassList classes = reading.classes();
    String wnid = classes.label(witness.getValue());
    return new MobileSparkException(
        String.format(
            Locale.ROOT,
            "%s is in another order: %s is %s (%s), whose label among %s is %s, but found is %s%s",
            origin,
            witness.getKey().key(),
            wnid,
            classes.name(witness.getValue()),
            reading.scheme().description(),
            reading.labelOf(witness.getValue()),
            witness.getKey().label(),
            cause(reading, known)));
  }

  private static String cause(LabelReading reading, Map<LabelledPicture, Integer> known) {
    for (LabelScheme scheme : LabelScheme.values()) {
      LabelReading other = new LabelReading(scheme, reading.classes(), reading.devkitIds());
      if (wrong(other, known) == 0) {
        return "; they are " + scheme.description();
      }
    }
    return LabelOrders.of(reading.classes())
        .explain(reading, known)
        .map(mixUp -> "; " + mixUp)
        .orElse("");
  }

  private static String unreadable(Set<String> labels, ClassList classes) {
    int count = classes.size() - classes.firstClass();
    if (labels.stream().allMatch(label -> label.matches("\\d{1,9}"))) {
      IntSummaryStatistics range = labels.stream().mapToInt(Integer::parseInt).summaryStatistics();
      return String.format(
          Locale.ROOT,
          "labels run from %d to %d; the indices of %s run from 0 to %d, or from 1 to %d",
          range.getMin(),
          range.getMax(),
          classes.origin(),
          count - 1,
          count);
    }
    List<String> strangers =
        labels.stream().filter(label -> classes.indexOf(label).isEmpty()).sorted().toList();
    return String.format(
        Locale.ROOT,
        "%d of %d different labels are not in %s, '%s' for one",
        strangers.size(),
        labels.size(),
        classes.origin(),
        strangers.get(0));
  }
}
