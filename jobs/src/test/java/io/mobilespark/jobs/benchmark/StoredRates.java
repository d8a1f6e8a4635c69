// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.report.Spread;
import io.mobilespark.source.PictureListing;
import io.mobilespark.jobs.testbed.FaultProxy;
import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Rates from an S3 server that takes 50 ms longer for every request: {@code label} beside the local
 * disk, by {@code benchmark --stored} in the launcher's JVM; Spark's {@code binaryFile}; listing. A
 * store is another machine: while {@code label} runs, server and proxy have the last processor to
 * themselves, by Linux's {@code taskset}, and the job has the others, from the local disk too. What
 * is measured in this JVM, the proxy's, may use all of them. On a quiet machine of two cores or
 * more: {@code jobs/src/test/rates StoredRates DIR [ROUNDS]}.
 */
public final class StoredRates {
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int LAST = CORES - 1;
  private static final int FOLDERS = 10;
  private static final int KEYS_IN_FOLDER = 10_000;
  private static final int BY_BINARY_FILE = 100;

  private final Path folder;
  private final S3Server s3;
  private final FaultProxy proxy;

  private StoredRates(Path folder, S3Server s3, FaultProxy proxy) {
    this.folder = folder;
    this.s3 = s3;
    this.proxy = proxy;
  }

  /**
   * Measures and prints.
   *
   * @param arguments the pictures' folder, and rounds
   */
  public static void main(String[] arguments) throws Exception {
    // The server inherits it.
    useProcessors("" + LAST);
    Path folder = Files.createDirectories(Path.of("target", "stored-rates").toAbsolutePath());
    Path served = Files.createTempDirectory(folder, "s3-");
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    try (S3Server s3 = S3Server.start(served);
        FaultProxy proxy = FaultProxy.before(s3.endpoint())) {
      proxy.delay(DELAY);
      StoredRates rates = new StoredRates(served, s3, proxy);
      rates.label(Path.of(arguments[0]), rounds);
      useProcessors("0-" + LAST);
      rates.byBinaryFile(Path.of(arguments[0]));
      rates.listing();
    } finally {
      FileUtil.fullyDelete(served.toFile());
    }
  }

  private void label(Path pictures, int rounds) throws IOException, InterruptedException {
    s3.upload(pictures, "pictures");
    Duration before = processorTime();
    JsonNode sources = benchmark(pictures, rounds).get("sources");
    long count = sources.at("/store/pictures").asLong();
    // The benchmark reads from every source once more than it counts.
    double storeSeconds = processorTime().minus(before).toMillis() / 1e3 / (count * (rounds + 1.0));
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double local = sources.at("/files/rates/" + round).asDouble();
      double stored = sources.at("/store/rates/" + round).asDouble();
      ratios.add(stored / local);
      say(
          "round %d: %.1f pictures/s local, %.1f from S3 (%.3f)",
          round + 1, local, stored, stored / local);
    }
    say("server and proxy take %.2f ms of a core per picture", storeSeconds * 1e3);
    Spread ratio = Spread.of(ratios);
    say("from S3 by local: %.3f (%.3f to %.3f)", ratio.median(), ratio.low(), ratio.high());
  }

  private JsonNode benchmark(Path pictures, int rounds) throws IOException, InterruptedException {
    Path output = folder.resolve("benchmark");
    Path weights = SharedFiles.require("data/weights/mobilenet_v2_1.0_224-assembled.h5");
    List<String> command = new ArrayList<>(List.of("taskset", "-c", "0-" + (LAST - 1)));
    command.add(Path.of("mobilespark").toAbsolutePath().toString());
    command.addAll(List.of("benchmark", "--input", pictures.toString()));
    command.addAll(List.of("--stored", s3.uri("pictures"), "--output", output.toString()));
    command.addAll(List.of("--model", "mobilenet_v2", "--weights", weights.toString()));
    command.addAll(List.of("--preset", "squash", "--repetitions", "" + rounds));
    command.addAll(List.of("--master", "local[" + LAST + "]"));
    command.addAll(List.of("--properties", "../conf/s3-compatible.properties"));
    for (String key : List.of("endpoint", "endpoint.region", "path.style.access")) {
      String value = s3.settings(proxy.endpoint()).get(key);
      command.addAll(List.of("--conf", "spark.hadoop.fs.s3a." + key + "=" + value));
    }
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("AWS_ACCESS_KEY_ID", s3.accessKey());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", s3.secretKey());
    await(builder.start(), "benchmark");
    return new ObjectMapper().readTree(output.resolve("benchmark.json").toFile());
  }

  /** What server and proxy have taken of the machine's cores. */
  private Duration processorTime() {
    return s3.processorTime().plus(proxy.processorTime());
  }

  /** Spark's own source over some of the same pictures; it does nothing with them. */
  private void byBinaryFile(Path pictures) throws IOException {
    Path some = Files.createDirectory(folder.resolve("some"));
    try (Stream<Path> files = Files.list(pictures)) {
      for (Path file : files.sorted().limit(BY_BINARY_FILE).toList()) {
        Files.copy(file, some.resolve(file.getFileName()));
      }
    }
    s3.upload(some, "some");
    SparkSession.Builder builder = SparkSession.builder().master("local[" + CORES + "]");
    s3.settings(proxy.endpoint())
        .forEach((key, value) -> builder.config("spark.hadoop.fs.s3a." + key, value));
    try (SparkSession spark = builder.config("spark.ui.enabled", "false").getOrCreate()) {
      long start = System.nanoTime();
      long read =
          spark
              .read()
              .format("binaryFile")
              .load(s3.uri("some"))
              .selectExpr("sum(length(content)) AS bytes", "count(*) AS pictures")
              .collectAsList()
              .get(0)
              .getLong(1);
      say("binaryFile: %.1f pictures/s from S3", read * 1e9 / (System.nanoTime() - start));
    }
  }

  private void listing() throws IOException {
    Path bucket = folder.resolve("objects").resolve(s3.bucket()).resolve("many");
    for (int i = 0; i < FOLDERS; i++) {
      Path below = Files.createDirectories(bucket.resolve("folder-" + i));
      for (int key = 0; key < KEYS_IN_FOLDER; key++) {
        Files.createFile(below.resolve(String.format(Locale.ROOT, "%05d.jpg", key)));
      }
    }
    Configuration hadoop = new Configuration();
    s3.settings(proxy.endpoint()).forEach((key, value) -> hadoop.set("fs.s3a." + key, value));
    PictureListing listing = new PictureListing(hadoop);
    listing.list(List.of(s3.uri("many/folder-0/00000.jpg")));
    for (String input : List.of("many/folder-1", "many")) {
      long requests = proxy.requests();
      long start = System.nanoTime();
      int keys = listing.list(List.of(s3.uri(input))).size();
      double seconds = (System.nanoTime() - start) / 1e9;
      say(
          "listing %s: %,d keys in %.2f s and %d requests: %.2f s for 10,000",
          input, keys, seconds, proxy.requests() - requests, seconds * 10_000 / keys);
    }
  }

  /** Where all threads of this JVM may run from now on; as {@code taskset} lists processors. */
  private static void useProcessors(String processors) throws IOException, InterruptedException {
    String self = Long.toString(ProcessHandle.current().pid());
    ProcessBuilder taskset = new ProcessBuilder("taskset", "-a", "-p", "-c", processors, self);
    // It tells of every thread.
    taskset.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    taskset.redirectError(ProcessBuilder.Redirect.INHERIT);
    await(taskset.start(), "taskset");
  }

  private static void await(Process process, String name) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException(name + " ended with " + process.exitValue());
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
