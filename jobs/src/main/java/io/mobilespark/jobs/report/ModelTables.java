// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.model.Head;
import io.mobilespark.model.LayerSummary;
import io.mobilespark.model.Network;
import io.mobilespark.model.PublishedAccuracy;
import io.mobilespark.model.PublishedPreset;
import io.mobilespark.model.PublishedVariant;
import io.mobilespark.spark.preparation.ModelDescription;
import java.util.List;
import java.util.Locale;

/** What there is to say of models, as text for a terminal. */
public final class ModelTables {
  private ModelTables() {}

  /** One line per published weight file, with the preset of its published accuracy. */
  public static String variants(List<PublishedVariant> variants) {
    StringBuilder text =
        new StringBuilder(
            line("%-42s %12s %10s  %-15s  %s", "name", "parameters", "MAdds", "preset", "top-1"));
    for (PublishedVariant variant : variants) {
      Network network = variant.network();
      String accuracy =
          variant.head() == Head.FEATURES
              ? ""
              : variant.accuracies().stream()
                  .map(ModelTables::figure)
                  .reduce((a, b) -> a + ", " + b)
                  .orElse("");
      text.append(
          line(
              "%-42s %,12d %8.1f M  %-15s  %s",
              variant.id(),
              network.parameters(),
              network.multiplyAdds() / 1e6,
              PublishedPreset.defaultFor(variant.spec()),
              accuracy));
    }
    return text.toString();
  }

  /** What a model's file is. */
  public static String description(ModelDescription description) {
    StringBuilder text = new StringBuilder();
    description.terms().forEach((title, value) -> text.append(line("%-11s %s", title, value)));
    return text.toString();
  }

  /** A variant's file, figures and layers. */
  public static String description(PublishedVariant variant) {
    Network network = variant.network();
    StringBuilder text = new StringBuilder();
    text.append(line("%s: %s", variant.id(), variant.spec().summary()));
    text.append(line("file           %s", variant.file()));
    text.append(line("url            %s", variant.url()));
    variant.md5().ifPresent(md5 -> text.append(line("MD5            %s", md5)));
    text.append(
        line(
            "parameters     %,d (%,d trainable)",
            network.parameters(), network.trainableParameters()));
    text.append(line("multiply-adds  %.1f M", network.multiplyAdds() / 1e6));
    text.append(line("feature width  %,d", network.featureWidth()));
    text.append(line("preset         %s by default", PublishedPreset.defaultFor(variant.spec())));
    for (PublishedAccuracy accuracy : variant.accuracies()) {
      text.append(line("published      top-1 %s", figure(accuracy)));
    }
    text.append(
        line("%n%-40s %-20s %14s %11s %10s", "layer", "kind", "output", "parameters", "MAdds"));
    for (LayerSummary layer : network.summary()) {
      text.append(
          line(
              "%-40s %-20s %14s %,11d %8.2f M",
              layer.layer(),
              layer.kind(),
              layer.output().height()
                  + "x"
                  + layer.output().width()
                  + "x"
                  + layer.output().channels(),
              layer.parameters(),
              layer.multiplyAdds() / 1e6));
    }
    return text.toString();
  }

  private static String figure(PublishedAccuracy accuracy) {
    return String.format(
        Locale.ROOT,
        "%s %% (%s, %s)",
        accuracy.top1Percent(),
        accuracy.source(),
        accuracy.preset());
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format + "%n", values);
  }
}
