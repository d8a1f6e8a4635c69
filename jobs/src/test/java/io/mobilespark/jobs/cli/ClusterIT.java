// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.jobs.testbed.SparkSubmit;
import io.mobilespark.jobs.testbed.StandaloneCluster;
import io.mobilespark.shards.ShardEntry;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.ShardReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shaded jar under spark-submit on a standalone cluster, from and to S3, with the files of
 * conf/, from a folder that is not the repository's.
 */
class ClusterIT {
  private static final Duration AT_MOST = Duration.ofMinutes(4);

  private static final String LOGGING =
      """
      rootLogger.level = info
      rootLogger.appenderRef.out.ref = out
      appender.out.type = Console
      appender.out.name = out
      appender.out.target = SYSTEM_ERR
      appender.out.layout.type = PatternLayout
      appender.out.layout.pattern = %d{HH:mm:ss} %p %c: %m%n
      """;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static S3Server s3;

  @SuppressWarnings("NullAway.Init")
  private static StandaloneCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static Path logging;

  @BeforeAll
  static void start() throws IOException {
    drawings = Drawings.below(folder, 60, 4);
    s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
    s3.upload(drawings.set().folder(), "pictures");
    s3.upload(drawings.weights(), "weights.h5");
    logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
    cluster = StandaloneCluster.start(folder, 2, logging);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    s3.close();
  }

  @Test
  void labelAndEvaluateFromAndToS3() throws IOException {
    SparkSubmit submit = submit("outside", Map.of());
    SparkSubmit.Ended label = submit.run("label", label("table"), AT_MOST);
    assertThat(label.exitCode()).as(label.output()).isZero();
    assertThat(label.output()).contains("Pictures    64");
    Path copy = s3.download("table", folder.resolve("copy"));
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(copy);
    JsonNode success = new ObjectMapper().readTree(copy.resolve("_SUCCESS").toFile());
    assertThat(success.path("committer").asText()).isEqualTo("magic");
    assertThat(rows).hasSize(drawings.files());
    assertThat(rows.values()).filteredOn(row -> row.error().isEmpty()).hasSize(60);
    assertThat(cluster.folder().resolve("work-0")).isNotEmptyDirectory();
    List<String> evaluate = new ArrayList<>(List.of("evaluate", "--predictions", s3.uri("table")));
    evaluate.addAll(List.of("--truth", s3.uri("pictures/labels.csv")));
    evaluate.addAll(List.of("--truth-classes", s3.uri("pictures/classes.txt")));
    evaluate.addAll(List.of("--report", s3.uri("report")));
    evaluate.addAll(List.of("--properties", conf("s3-compatible").toString()));
    SparkSubmit.Ended evaluated = submit.run("evaluate", evaluate, AT_MOST);
    assertThat(evaluated.exitCode()).as(evaluated.output()).isZero();
    assertThat(evaluated.output()).contains("Top-1");
    assertThat(s3.holds("report/report.json")).isTrue();
  }

  @Test
  void packFromAndToS3() throws IOException {
    Path discs = drawings.set().folder().resolve("disc");
    List<String> pack = new ArrayList<>(List.of("pack", "--input", s3.uri("pictures/disc")));
    pack.addAll(List.of("--output", s3.uri("shards"), "--shard-bytes", "1m"));
    pack.addAll(List.of("--properties", conf("s3-compatible").toString()));
    SparkSubmit.Ended packed = submit("packing", Map.of()).run("pack", pack, AT_MOST);
    assertThat(packed.exitCode()).as(packed.output()).isZero();
    Path copy = s3.download("shards", folder.resolve("shards"));
    JsonNode manifest =
        new ObjectMapper().readTree(copy.resolve("_mobilespark/pack.json").toFile());
    SortedMap<String, byte[]> members = new TreeMap<>();
    for (JsonNode shard : manifest.get("shards")) {
      Path file = copy.resolve(shard.get("file").asText());
      try (ShardReader reader =
          ShardReader.tar(Files.newInputStream(file), Files.size(file), ShardLimits.DEFAULT)) {
        reader.forEachRemaining(
            entry -> {
              ShardEntry.Member member = (ShardEntry.Member) entry;
              assertThat(members.put(member.name(), member.content())).isNull();
            });
      }
    }
    assertThat(manifest.get("shards")).isNotEmpty();
    assertThat(members).hasSize(manifest.get("pictures").asInt()).isNotEmpty();
    try (Stream<Path> files = Files.list(discs)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        assertThat(members).containsEntry(name, Files.readAllBytes(file));
      }
    }
  }

  private static SparkSubmit submit(String name, Map<String, String> further) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.extraJavaOptions", "-Dlog4j2.configurationFile=" + logging);
    s3.settings(s3.endpoint())
        .forEach((key, value) -> settings.put("spark.hadoop.fs.s3a." + key, value));
    settings.putAll(further);
    return new SparkSubmit(
        cluster.home(),
        cluster.url(),
        Files.createDirectory(folder.resolve(name)),
        conf("standalone"),
        settings,
        Map.of("TF_CPP_MIN_LOG_LEVEL", "3"),
        logging);
  }

  private static List<String> label(String output) {
    List<String> command = drawings.command(s3.uri("pictures"), s3.uri(output));
    command.set(command.indexOf("--weights") + 1, s3.uri("weights.h5"));
    command.set(command.indexOf("--classes") + 1, s3.uri("pictures/classes.txt"));
    command.addAll(List.of("--properties", conf("s3-compatible").toString()));
    return command;
  }

  private static Path conf(String name) {
    return Path.of("..", "conf", name + ".properties").toAbsolutePath().normalize();
  }
}
