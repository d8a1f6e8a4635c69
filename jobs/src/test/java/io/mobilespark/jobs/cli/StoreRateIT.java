package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.source.PictureListing;
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
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rates from an S3 server that takes 50 ms longer for every request, beside those from the local
 * disk. Measured on a quiet machine, and by hand:
 *
 * <pre>
 * mvn verify -pl udfs,jobs -Dtest=none -Dit.test=StoreRateIT -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dmobilespark.rates.pictures=DIR
 * </pre>
 */
@EnabledIfSystemProperty(named = "mobilespark.rates.pictures", matches = ".+")
class StoreRateIT {
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final int ROUNDS = Integer.getInteger("mobilespark.rates.rounds", 2);
  private static final int CORES = 2;
  private static final int FOLDERS = 10;
  private static final int KEYS_IN_FOLDER = 10_000;
  private static final int BY_BINARY_FILE = 100;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static S3Server s3;

  @SuppressWarnings("NullAway.Init")
  private static FaultProxy proxy;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
    proxy = FaultProxy.before(s3.endpoint());
    proxy.delay(DELAY);
  }

  @AfterAll
  static void stop() {
    proxy.close();
    s3.close();
  }

  @Test
  void labelReadsNearlyAsFastAsFromTheLocalDisk() throws IOException {
    Path pictures = Path.of(System.getProperty("mobilespark.rates.pictures")).toRealPath();
    s3.upload(pictures, "pictures");
    s3.upload(some(pictures), "some");
    label(pictures.toString());
    label(s3.uri("pictures"));
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Rate local = label(pictures.toString());
      Rate stored = label(s3.uri("pictures"));
      double ratio = stored.withoutStore() / local.withoutStore();
      best = Math.max(best, ratio);
      say(
          "label: %.1f pictures/s local, %.1f from S3: %.3f; on the cores that store and proxy leave:"
              + " %.3f",
          local.asSeen(), stored.asSeen(), stored.asSeen() / local.asSeen(), ratio);
    }
    say("binaryFile: %.1f pictures/s from S3", byBinaryFile());
    assertThat(best).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void manyKeysAreListedInTime() throws IOException {
    Path bucket = folder.resolve("s3/objects").resolve(s3.bucket()).resolve("many");
    for (int i = 0; i < FOLDERS; i++) {
      Path below = Files.createDirectories(bucket.resolve("folder-" + i));
      for (int key = 0; key < KEYS_IN_FOLDER; key++) {
        Files.createFile(below.resolve("%05d.jpg".formatted(key)));
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
      assertThat(seconds * 10_000 / keys).isLessThanOrEqualTo(3);
    }
  }

  /**
   * A run's rate.
   *
   * @param pictures that it read
   * @param seconds from the first one's reading to the last one's row
   * @param store seconds that store and proxy took of a core, which elsewhere are not the job's
   */
  private record Rate(long pictures, double seconds, double store) {
    double asSeen() {
      return pictures / seconds;
    }

    double withoutStore() {
      return pictures / (seconds - store / CORES);
    }
  }

  private static Rate label(String input) throws IOException {
    Path output = folder.resolve("table");
    List<String> command = new ArrayList<>(List.of("label", "--input", input, "--overwrite"));
    command.addAll(List.of("--output", output.toString(), "--model", "mobilenet_v2"));
    command.addAll(List.of("--preset", "squash", "--master", "local[" + CORES + "]"));
    String weights = "data/weights/mobilenet_v2_1.0_224-assembled.h5";
    command.addAll(List.of("--weights", SharedFiles.require(weights).toString()));
    s3.settings(proxy.endpoint())
        .forEach(
            (key, value) ->
                command.addAll(List.of("--conf", "spark.hadoop.fs.s3a." + key + "=" + value)));
    Duration before = s3.processorTime().plus(proxy.processorTime());
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode manifest =
        new ObjectMapper().readTree(output.resolve("_mobilespark/run.json").toFile());
    Duration store = s3.processorTime().plus(proxy.processorTime()).minus(before);
    say(
        "%s: tasks read %.1f s of %.1f s; store and proxy took %.1f s of a core",
        input,
        manifest.at("/stage_seconds/read").asDouble(),
        manifest.get("seconds").asDouble(),
        store.toMillis() / 1e3);
    return new Rate(
        manifest.get("pictures").asLong(),
        manifest.get("seconds").asDouble(),
        store.toMillis() / 1e3);
  }

  private static Path some(Path pictures) throws IOException {
    Path some = Files.createDirectory(folder.resolve("some"));
    try (Stream<Path> files = Files.list(pictures)) {
      for (Path file : files.sorted().limit(BY_BINARY_FILE).toList()) {
        Files.copy(file, some.resolve(file.getFileName()));
      }
    }
    return some;
  }

  /** Spark's own source over some of the same pictures; it does nothing with them. */
  private static double byBinaryFile() throws IOException {
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
      return read * 1e9 / (System.nanoTime() - start);
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
