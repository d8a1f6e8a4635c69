// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.config.ShownSettings;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.commit.CommitConstants;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of conf/ can be read, and says of each key what Spark and Hadoop say. */
class ConfFilesTest {
  private static final Path CONF = Path.of("..", "conf");
  private static final String DEFAULT = "# Default: ";

  /** Keys of what is not on this class path, and those that Spark declares nowhere. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "spark.master",
          "spark.yarn.dist.files",
          "spark.executor.resource.gpu.amount",
          "spark.executor.resource.gpu.discoveryScript",
          "spark.executor.resource.gpu.vendor",
          "spark.task.resource.gpu.amount",
          "spark.executorEnv.CUDA_DEVICE_ORDER",
          "spark.executorEnv.LC_ALL",
          "spark.executorEnv.NVIDIA_TF32_OVERRIDE",
          "spark.yarn.maxAppAttempts",
          "spark.kubernetes.namespace",
          "spark.kubernetes.container.image",
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.kubernetes.executor.deleteOnTermination");

  private static final Map<String, String> CONSTANTS = new HashMap<>();

  @BeforeAll
  static void load() throws ReflectiveOperationException {
    // Entries are registered when their objects are made.
    Class.forName("org.apache.spark.internal.config.package$");
    Class.forName("org.apache.spark.internal.config.UI$");
    Class.forName("org.apache.spark.sql.internal.SQLConf$");
    for (Class<?> owner : List.of(Constants.class, CommitConstants.class)) {
      for (Field field : owner.getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
          CONSTANTS.put(String.valueOf(field.get(null)), field.getName());
        }
      }
    }
    CONSTANTS.put(ParquetInputFormat.HADOOP_VECTORED_IO_ENABLED, "Parquet");
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files
          .filter(file -> file.toString().endsWith(".properties"))
          .filter(file -> !file.endsWith("log4j2.properties"))
          .sorted()
          .toList();
    }
  }

  @Test
  void eachKindOfClusterAndStoreHasOne() throws IOException {
    assertThat(files())
        .extracting(file -> String.valueOf(file.getFileName()))
        .containsExactly(
            "emr-dataproc.properties",
            "gpu-kubernetes.properties",
            "gpu-standalone.properties",
            "gpu-yarn.properties",
            "kubernetes.properties",
            "local.properties",
            "s3-compatible.properties",
            "s3.properties",
            "standalone.properties",
            "yarn.properties");
  }

  @ParameterizedTest
  @MethodSource("files")
  void keysAreKnownAndTheirDefaultsTrue(Path file) throws IOException {
    Map<String, String> comments = defaults(file);
    Map<String, String> settings = SparkProperties.read(file);
    assertThat(comments.keySet()).isEqualTo(settings.keySet());
    for (Map.Entry<String, String> each : comments.entrySet()) {
      knownDefault(each.getKey())
          .ifPresent(known -> assertThat(each.getValue()).as(each.getKey()).isEqualTo(known));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void noneHoldsCredentials(Path file) {
    assertThat(SparkProperties.read(file).keySet())
        .noneMatch(key -> key.matches("(?i).*(secret|password|token|access[._]?key|encryption).*"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void secretsAreHiddenAsWithoutAFile(Path file) {
    assertThat(SparkProperties.read(file))
        .containsEntry("spark.redaction.regex", ShownSettings.REDACTION);
  }

  /** Fails for a key that nobody knows; empty where its default is not to be had here. */
  private static Optional<String> knownDefault(String key) {
    if (ELSEWHERE.contains(key)) {
      return Optional.empty();
    }
    if (key.startsWith("spark.hadoop.")) {
      String name = key.substring("spark.hadoop.".length());
      String known = new Configuration().get(name);
      assertThat(known != null || CONSTANTS.containsKey(name)).as(key).isTrue();
      return Optional.ofNullable(known);
    }
    ConfigEntry<?> entry = ConfigEntry.findEntry(key);
    assertThat(entry).as(key).isNotNull();
    return Optional.of(entry.defaultValueString());
  }

  /** What the comment before each key says. */
  private static Map<String, String> defaults(Path file) throws IOException {
    Map<String, String> defaults = new HashMap<>();
    String before = "";
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("spark.")) {
        assertThat(before).as(line).startsWith(DEFAULT);
        defaults.put(line.split(" ", 2)[0], before.substring(DEFAULT.length()));
      }
      before = line;
    }
    return defaults;
  }
}
