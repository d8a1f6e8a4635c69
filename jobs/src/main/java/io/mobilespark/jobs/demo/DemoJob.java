// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import io.mobilespark.MobileSparkException;
import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.GalleryPage;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.RunSummary;
import io.mobilespark.spark.preparation.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Draws pictures, labels them with the model that the repository carries, and shows how it went.
 *
 * @param folder everything goes below it; what an earlier demo left there is removed
 * @param pictures how many to draw
 */
public record DemoJob(Path folder, int pictures) {
  private static final int BROKEN = 7;
  private static final int MAX_SHOWN = 120;

  /**
   * Runs the demo.
   *
   * @param spark stays the caller's
   * @param progress told of every picture done
   */
  public DemoSummary run(SparkSession spark, ProgressListener progress) {
    OutputGuard guard =
        OutputGuard.of("--output", uri(folder), spark.sparkContext().hadoopConfiguration());
    guard.requireEmptyOrOwn(OutputKind.REPORT);
    guard.mark(OutputKind.REPORT, Set.of("index.html", DemoModel.FILE_NAME));
    remove(folder.resolve("pictures"));
    DrawnSet drawn =
        Generator.run(
            new GenerateSettings(
                folder.resolve("pictures"), pictures, DemoModel.DEMO_SEED, BROKEN));
    drawn.mark();
    LabelSettings settings =
        new LabelSettings(
            inputs(drawn),
            List.of(
                new ModelSettings(
                    "mobilenet_v1",
                    DemoModel.ALPHA,
                    DemoModel.RESOLUTION,
                    DemoModel.unpack(folder).toString(),
                    drawn.classes().toString(),
                    Optional.of("squash"))),
            BatchLimits.DEFAULT,
            3,
            new OutputSettings(
                uri(folder.resolve("predictions")), true, OutputSettings.Compression.SNAPPY));
    RunSummary labelled = new LabelJob(spark, settings).run(List.of("demo"), progress);
    List<DemoRow> rows = DemoRow.read(spark, labelled.output(), truth(drawn));
    Path page = folder.resolve("index.html");
    DemoSummary summary = new DemoSummary(labelled, rows, page);
    new GalleryPage(
            "MobileSpark demo",
            List.of(
                summary.accuracyLine(),
                "Model: " + labelled.manifest().models().get(0).model(),
                "Preset: " + labelled.manifest().models().get(0).preset()),
            sample(rows).stream().map(DemoRow::entry).toList(),
            rows.size())
        .write(page);
    return summary;
  }

  /** The folders of the classes and of the broken files, not the lists beside them. */
  private static List<String> inputs(DrawnSet drawn) {
    try (Stream<Path> folders = Files.list(drawn.folder())) {
      return folders
          .filter(Files::isDirectory)
          .filter(path -> !path.endsWith(OutputMarker.FOLDER))
          .map(DemoJob::uri)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new MobileSparkException("The drawings in " + drawn.folder() + ": " + e, e);
    }
  }

  /** As Hadoop writes it, which escapes nothing: a folder may have a space in its name. */
  private static String uri(Path local) {
    return "file://" + local;
  }

  /** Mistakes and rejected files first, then an even sample of the rest. */
  private static List<DemoRow> sample(List<DemoRow> rows) {
    List<DemoRow> shown = new ArrayList<>(rows.stream().filter(row -> !row.right()).toList());
    List<DemoRow> right = rows.stream().filter(DemoRow::right).toList();
    int left = Math.max(0, MAX_SHOWN - shown.size());
    int step = Math.max(1, right.size() / Math.max(1, left));
    for (int i = 0; i < right.size() && shown.size() < MAX_SHOWN; i += step) {
      shown.add(right.get(i));
    }
    return shown;
  }

  private static Map<String, String> truth(DrawnSet drawn) {
    Map<String, String> truth = new HashMap<>();
    try (Stream<String> lines = Files.lines(drawn.labels())) {
      lines
          .skip(1)
          .map(line -> line.split(",", 2))
          .forEach(cells -> truth.put(Path.of(cells[0]).getFileName().toString(), cells[1]));
      return truth;
    } catch (IOException e) {
      throw new MobileSparkException("The labels of the drawings cannot be read: " + e, e);
    }
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new MobileSparkException("The earlier demo in " + folder + " stays: " + e, e);
    }
  }
}
