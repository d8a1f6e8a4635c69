// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.storage.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which of several values of a key holds. */
class SparkOptionsTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path one;

  @SuppressWarnings("NullAway.Init")
  private Path two;

  @BeforeEach
  void write() throws IOException {
    one = folder.resolve("one.properties");
    two = folder.resolve("two.properties");
    Files.writeString(one, "spark.master  local[3]\nspark.a=1 \nspark.b 1\n# spark.c 1\n");
    Files.writeString(two, "spark.b=2\nspark.ui.enabled true\n");
  }

  @Test
  void laterFilesHoldBeforeEarlierOnesAndOptionsBeforeFiles() {
    SparkConf files = settings("--properties", one.toString(), "--properties", two.toString());
    assertThat(files.get("spark.master")).isEqualTo("local[3]");
    assertThat(files.get("spark.a")).isEqualTo("1");
    assertThat(files.get("spark.b")).isEqualTo("2");
    assertThat(files.get("spark.ui.enabled")).isEqualTo("true");
    assertThat(files.contains("spark.c")).isFalse();
    SparkConf options =
        settings("--properties", one.toString(), "--master", "local[1]", "--conf", "spark.a=3");
    assertThat(options.get("spark.master")).isEqualTo("local[1]");
    assertThat(options.get("spark.a")).isEqualTo("3");
  }

  @Test
  void onlyTheDiskOfLocalRunsIsOurs() {
    String key = "spark.hadoop.fs.file.impl";
    assertThat(settings("--master", "local[2]").get(key)).isEqualTo(LocalDisk.class.getName());
    assertThat(settings("--master", "local-cluster[1,1,1024]").contains(key)).isFalse();
    assertThat(settings("--master", "spark://there:7077").contains(key)).isFalse();
    assertThat(settings("--conf", key + "=mine").get(key)).isEqualTo("mine");
  }

  @Test
  void recordsAreSerializedByJavaWhateverAClusterSets() {
    String key = "spark.serializer";
    String kryo = "org.apache.spark.serializer.KryoSerializer";
    assertThat(settings("--conf", key + "=" + kryo).get(key))
        .isEqualTo("org.apache.spark.serializer.JavaSerializer");
    assertThat(settings().get("spark.executorEnv.LC_ALL")).isEqualTo("C.UTF-8");
  }

  @Test
  void whatSparkSubmitHasSetHoldsBeforeFilesAndMaster() {
    // spark-submit hands its settings over as system properties.
    System.setProperty("spark.a", "submitted");
    System.setProperty("spark.master", "spark://there:7077");
    try {
      SparkConf settings = settings("--properties", one.toString(), "--master", "local[1]");
      assertThat(settings.get("spark.a")).isEqualTo("submitted");
      assertThat(settings.get("spark.master")).isEqualTo("spark://there:7077");
      assertThat(settings("--conf", "spark.a=3").get("spark.a")).isEqualTo("3");
    } finally {
      System.clearProperty("spark.a");
      System.clearProperty("spark.master");
    }
  }

  @Test
  void withoutAnythingItIsThisJvmAndSecretsAreHidden() {
    SparkConf settings = settings();
    assertThat(settings.get("spark.master")).isEqualTo("local[*]");
    assertThat("fs.s3a.encryption.key")
        .matches(".*(" + settings.get("spark.redaction.regex") + ")");
  }

  @Test
  void littleIsRememberedForPagesThatNobodyHasAskedFor() {
    String kept = "spark.sql.ui.retainedExecutions";
    assertThat(settings().getInt(kept, 1000)).isLessThan(100);
    assertThat(settings("--conf", kept + "=7").getInt(kept, 1000)).isEqualTo(7);
    assertThat(settings("--conf", "spark.ui.enabled=true").getInt(kept, 1000)).isEqualTo(1000);
  }

  @Test
  void piecesOfTablesAndPagesAreSetUnlessSomebodySetsThem() {
    String pieces = "spark.sql.files.maxPartitionBytes";
    String pages = "spark.executorEnv.GLIBC_TUNABLES";
    assertThat(settings().get(pieces)).isEqualTo("32m");
    assertThat(settings().get(pages)).isEqualTo("glibc.malloc.hugetlb=1");
    assertThat(settings("--conf", pieces + "=8m", "--conf", pages + "=a=1"))
        .extracting(conf -> conf.get(pieces), conf -> conf.get(pages))
        .containsExactly("8m", "a=1");
  }

  @Test
  void thePluginsOfItsOwnJoinOthers() {
    String quiet = "io.mobilespark.spark.QuietCredentials";
    String others = "io.mobilespark.spark.LeanStorage,io.mobilespark.spark.PictureMetrics";
    assertThat(settings().get("spark.plugins")).isEqualTo(quiet + "," + others);
    assertThat(settings("--conf", "spark.plugins=a.B").get("spark.plugins"))
        .isEqualTo("a.B," + quiet + "," + others);
    assertThat(settings("--conf", "spark.plugins=a.B, " + quiet).get("spark.plugins"))
        .isEqualTo("a.B," + quiet + "," + others);
  }

  @Test
  void aFileThatCannotBeUsedIsAUsageError() throws IOException {
    Files.writeString(one, "fs.s3a.endpoint http://there\n");
    CommandRun foreign = demo(one);
    assertThat(foreign.exitCode()).isEqualTo(2);
    assertThat(foreign.complaints().get(0))
        .contains(one + " have the key fs.s3a.endpoint; keys begin with spark.");
    CommandRun none = demo(folder.resolve("none"));
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.complaints().get(0)).contains("none cannot be read");
  }

  private CommandRun demo(Path file) {
    return CommandRun.of(
        "demo", "--output", folder.resolve("demo").toString(), "--properties", file.toString());
  }

  private static SparkConf settings(String... arguments) {
    SparkOptions options = new SparkOptions();
    new CommandLine(options).parseArgs(arguments);
    return options.settings("test");
  }
}
