// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import io.mobilespark.source.LiteralPaths;
import io.mobilespark.jobs.report.GalleryEntry;
import io.mobilespark.jobs.report.Thumbnail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A row of the demo's table beside the truth.
 *
 * @param path of the picture
 * @param truth what was drawn; empty for a broken file
 * @param label the best class; empty for a rejected file
 * @param probability of the best class
 * @param error the reason; empty for a classified picture
 */
public record DemoRow(Path path, String truth, String label, float probability, String error) {

  static List<DemoRow> read(SparkSession spark, String table, Map<String, String> truth) {
    return LiteralPaths.below(spark)
        .parquet(table)
        .select(
            functions.col("path"),
            functions.expr("predictions[0].label"),
            functions.expr("predictions[0].probability"),
            functions.col("error"))
        .orderBy("path")
        .collectAsList()
        .stream()
        .map(row -> of(row, truth))
        .toList();
  }

  private static DemoRow of(Row row, Map<String, String> truth) {
    Path path = Path.of(row.getString(0).replaceFirst("^file:/+", "/"));
    boolean rejected = row.isNullAt(1);
    return new DemoRow(
        path,
        truth.getOrDefault(name(path), ""),
        rejected ? "" : row.getString(1),
        rejected ? 0 : row.getFloat(2),
        rejected ? row.getString(3) : "");
  }

  boolean right() {
    return !truth.isEmpty() && truth.equals(label);
  }

  /** What the page shows of it. */
  GalleryEntry entry() {
    return new GalleryEntry(
        path.subpath(Math.max(0, path.getNameCount() - 2), path.getNameCount()).toString(),
        truth.isEmpty() ? Optional.empty() : Optional.of(truth),
        error.isEmpty()
            ? new GalleryEntry.Predicted(label, probability)
            : new GalleryEntry.Refused(error),
        error.isEmpty() ? thumbnail() : Optional.empty());
  }

  /** One line of the terminal's sample. */
  String line() {
    String outcome =
        error.isEmpty()
            ? String.format(
                Locale.ROOT,
                "%-13s %5.1f %%  %s",
                label,
                100 * probability,
                right() ? "right" : "wrong: " + truth)
            : error;
    return String.format(Locale.ROOT, "  %-28s %s", name(path), outcome);
  }

  private Optional<Thumbnail> thumbnail() {
    try {
      return Thumbnail.of(Files.readAllBytes(path));
    } catch (IOException e) {
      // The page can do without one: its row is in the table either way.
      return Optional.empty();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
