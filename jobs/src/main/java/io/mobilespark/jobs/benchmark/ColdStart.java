// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.source.SourceKind;
import io.mobilespark.MobileSparkException;
import io.mobilespark.source.ColumnSettings;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.RunSummary;
import io.mobilespark.source.PictureFile;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.storage.PrefetchLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** From the JVM's start to the first committed rows: the first run in a JVM, of few pictures. */
final class ColdStart {
  private static final int PICTURES = 8;

  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long since;

  /** To be made as soon as there is a session. */
  ColdStart() {
    long sinceStart =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    seconds.put("JVM and Spark", sinceStart / 1e3);
    since = System.nanoTime();
  }

  /** All pictures are listed, as a run has to do. */
  void listed() {
    seconds.put("listing", (System.nanoTime() - since) / 1e9);
  }

  /** Labels a few of the pictures. */
  void label(
      SparkSession spark,
      LabelSettings settings,
      List<PictureFile> pictures,
      Path folder,
      ProgressListener progress) {
    Path manifest = folder.resolve("first-pictures.txt");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          manifest,
          pictures.stream()
              .limit(PICTURES)
              .map(picture -> picture.path() + "\t" + picture.length() + "\n")
              .collect(Collectors.joining()),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s cannot be written: %s", manifest, e), e);
    }
    SourceSettings few =
        new SourceSettings(
            SourceKind.MANIFEST,
            List.of(manifest.toUri().toString()),
            ColumnSettings.DEFAULT,
            false,
            ShardRules.DEFAULT,
            PrefetchLimits.DEFAULT);
    RunSummary run =
        new LabelJob(
                spark,
                new LabelSettings(
                    few,
                    settings.models(),
                    settings.batch(),
                    settings.topK(),
                    settings.threshold(),
                    settings.output(),
                    settings.commit(),
                    settings.device()))
            .run(List.of("benchmark"), progress);
    seconds.put("models", run.times().startSeconds());
    seconds.put("first rows", run.times().workSeconds());
  }

  /** What took how long, in order. */
  Map<String, Double> seconds() {
    return seconds;
  }
}
