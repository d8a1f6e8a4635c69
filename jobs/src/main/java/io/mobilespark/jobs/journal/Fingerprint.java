// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What decides a table's rows. A run goes on with another's work only where all of it is equal.
 *
 * @param models each with its preset and the hash of its weights
 * @param classes a hash of the labels
 * @param topK classes kept per picture
 * @param columns the table's
 * @param inputs a hash of what was listed
 * @param pictures how many were listed
 */
public record Fingerprint(
    List<RunManifest.Model> models,
    String classes,
    int topK,
    List<String> columns,
    String inputs,
    long pictures) {

  /** Copies the lists. */
  public Fingerprint {
    models = List.copyOf(models);
    columns = List.copyOf(columns);
  }

  /** What is not as it was, but for the inputs; a phrase each. */
  List<String> differencesOfRows(Fingerprint earlier) {
    List<String> differences = new ArrayList<>();
    if (!models.equals(earlier.models)) {
      differences.add(
          String.format(
              Locale.ROOT, "the models are %s, they were %s", text(models), text(earlier.models)));
    }
    if (models.equals(earlier.models) && !classes.equals(earlier.classes)) {
      differences.add("the classes have other labels");
    }
    if (topK != earlier.topK) {
      differences.add(String.format(Locale.ROOT, "top-k is %d, it was %d", topK, earlier.topK));
    }
    if (!columns.equals(earlier.columns)) {
      differences.add(
          String.format(
              Locale.ROOT,
              "the columns are %s, they were %s",
              String.join(",", columns),
              String.join(",", earlier.columns)));
    }
    return differences;
  }

  /** What is not as it was; a phrase each. */
  List<String> differences(Fingerprint earlier) {
    List<String> differences = differencesOfRows(earlier);
    if (pictures != earlier.pictures) {
      differences.add(
          String.format(
              Locale.ROOT, "the input has %,d pictures, it had %,d", pictures, earlier.pictures));
    } else if (!inputs.equals(earlier.inputs)) {
      differences.add("the input has other pictures, or pictures of other lengths");
    }
    return differences;
  }

  private static String text(List<RunManifest.Model> models) {
    return String.join(
        " and ",
        models.stream().map(model -> model.model() + " with preset " + model.preset()).toList());
  }
}
