// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.testbed.FaultProxy;
import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * How long {@code label} takes to list very many pictures in very many folders of an S3 server that
 * takes 50 ms longer for every request, the job's start included. The files are empty, as nothing
 * reads them. By hand: {@code jobs/src/test/rates ListingRates DIR [FOLDERS [FILES]]}, whose
 * pictures give the names.
 */
public final class ListingRates {
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofHours(1);

  private ListingRates() {}

  /**
   * Measures and prints.
   *
   * @param arguments a folder of pictures, how many folders are listed, and how many files in each
   */
  public static void main(String[] arguments) throws IOException {
    int folders = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    int files = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    Path target = Files.createDirectories(Path.of("target", "stored-rates").toAbsolutePath());
    Path folder = Files.createTempDirectory(target, "listing-");
    try (S3Server s3 = S3Server.start(folder);
        FaultProxy proxy = FaultProxy.before(s3.endpoint())) {
      Path bucket = folder.resolve("objects").resolve(s3.bucket());
      fill(bucket.resolve("many"), names(Path.of(arguments[0]), files), folders);
      proxy.delay(DELAY);
      LabelRuns runs = new LabelRuns(folder);
      List<String> options = new ArrayList<>(List.of("--input", s3.uri("many")));
      Map<String, String> settings = s3.settings(proxy.endpoint());
      for (String key : List.of("endpoint", "endpoint.region", "path.style.access")) {
        options.add("--conf");
        options.add("spark.hadoop.fs.s3a." + key + "=" + settings.get(key));
      }
      Map<String, String> credentials =
          Map.of("AWS_ACCESS_KEY_ID", s3.accessKey(), "AWS_SECRET_ACCESS_KEY", s3.secretKey());
      try (JavaProcess run = runs.start("listing", credentials, options)) {
        long start = System.nanoTime();
        run.await(runs.planned(), "list", PATIENCE);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(
            String.format(
                Locale.ROOT,
                "%,d files in %,d folders listed after %.1f s by %,d requests, %,d MB of list",
                (long) folders * files,
                folders,
                seconds,
                proxy.requests(),
                runs.listBytes() / 1_000_000));
        run.handle().destroyForcibly();
      }
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private static List<String> names(Path pictures, int files) throws IOException {
    try (Stream<Path> all = Files.list(pictures)) {
      List<String> names =
          all.map(file -> file.getFileName().toString()).sorted().limit(files).toList();
      if (names.size() < files) {
        throw new IllegalArgumentException(pictures + " has only " + names.size() + " names");
      }
      return names;
    }
  }

  private static void fill(Path root, List<String> names, int folders) throws IOException {
    for (int i = 0; i < folders; i++) {
      Path below =
          Files.createDirectories(root.resolve(String.format(Locale.ROOT, "class-%05d", i)));
      for (String name : names) {
        Files.createFile(below.resolve(name));
      }
    }
  }
}
