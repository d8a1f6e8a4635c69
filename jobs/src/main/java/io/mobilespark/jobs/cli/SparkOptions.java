// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.config.ShownSettings;
import io.mobilespark.jobs.signal.Interruption;
import io.mobilespark.spark.LeanStorage;
import io.mobilespark.spark.MobileSparkExtensions;
import io.mobilespark.spark.PictureMetrics;
import io.mobilespark.spark.QuietCredentials;
import io.mobilespark.spark.SparkRelease;
import io.mobilespark.storage.LocalDisk;
import io.mobilespark.storage.S3Uri;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where Spark runs. Under spark-submit its own settings hold and these are defaults; from the
 * launcher everything runs in this JVM unless a master is named. Of one key's values {@code --conf}
 * holds before spark-submit's, that before the last file's that has it, that before what is set
 * here.
 */
final class SparkOptions {
  private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";
  private static final String PLUGINS = "spark.plugins";
  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final List<String> OWN_PLUGINS =
      List.of(
          QuietCredentials.class.getName(),
          LeanStorage.class.getName(),
          PictureMetrics.class.getName());

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, when spark-submit has not set it; default: local[*]")
  private @Nullable String master;

  @Option(
      names = "--properties",
      paramLabel = "FILE",
      description =
          "Settings as in spark-submit's --properties-file, such as conf/s3.properties; repeatable")
  private List<Path> properties = new ArrayList<>();

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.hadoop.fs.s3a.endpoint=…; repeatable")
  private Map<String, String> conf = new LinkedHashMap<>();

  /**
   * Opens a session named after a command. Closed by the caller.
   *
   * @throws picocli.CommandLine.ParameterException when a file of settings cannot be used
   */
  SparkSession open(String name) {
    return open(settings(name));
  }

  /**
   * As {@link #open(String)}, for a table in a folder.
   *
   * @throws picocli.CommandLine.ParameterException when the folder's name is a catalogue's table's
   */
  SparkSession open(String name, OutputSettings output) {
    SparkConf settings = settings(name);
    Settings.checked(
        command,
        () -> output.inNone(catalogue -> settings.contains("spark.sql.catalog." + catalogue)));
    return open(settings);
  }

  /** As {@link #open(String)}, with MobileSpark's functions in SQL. */
  SparkSession openWithFunctions(String name) {
    SparkConf settings = settings(name);
    add(settings, EXTENSIONS, List.of(MobileSparkExtensions.class.getName()));
    return open(settings);
  }

  private static SparkSession open(SparkConf settings) {
    SparkRelease.check();
    // From now on; the plugin does it again once Spark has set logging up.
    QuietCredentials.here();
    // Before the first look at storage, which settles it for this JVM.
    LeanStorage.here();
    SparkSession session = SparkSession.builder().config(settings).getOrCreate();
    SparkContext context = session.sparkContext();
    // Of jobs that begin in this thread or in its children: their tasks wait for storage, too.
    context.setInterruptOnCancel(true);
    S3Uri.toS3a(context.hadoopConfiguration());
    Interruption.here()
        .stopBy(
            () -> {
              if (!context.isStopped()) {
                context.cancelAllJobs();
              }
            });
    return session;
  }

  /**
   * What Spark remembers for its pages, on the driver's heap and whether there are pages or not: by
   * its own defaults more with each of a run's first five hundred waves, some 80 KiB.
   */
  private static final Map<String, String> UNSEEN =
      Map.of(
          "spark.ui.retainedJobs", "20",
          "spark.ui.retainedStages", "20",
          "spark.ui.retainedTasks", "200",
          "spark.sql.ui.retainedExecutions", "10");

  /** What a session is opened with. */
  SparkConf settings(String name) {
    Map<String, String> files = new LinkedHashMap<>();
    properties.forEach(
        file -> files.putAll(Settings.checked(command, () -> SparkProperties.read(file))));
    SparkConf settings = new SparkConf();
    if (master != null) {
      settings.setIfMissing("spark.master", master);
    }
    files.forEach(settings::setIfMissing);
    settings.setIfMissing("spark.master", "local[*]");
    settings.setIfMissing("spark.app.name", "mobilespark " + name);
    // Progress comes with heartbeats; the default is 10 s.
    settings.setIfMissing("spark.executor.heartbeatInterval", "2s");
    settings.setIfMissing("spark.ui.enabled", "false");
    settings.setIfMissing("spark.ui.showConsoleProgress", "false");
    settings.setIfMissing("spark.sql.shuffle.partitions", "8");
    // Pictures of a table that a task takes, a few hundred; with the default of 128 MB cores wait
    // for the last ones.
    settings.setIfMissing("spark.sql.files.maxPartitionBytes", "32m");
    // The same names from run to run; Spark would take the application's id, or warn without one.
    settings.setIfMissing("spark.metrics.namespace", "mobilespark");
    settings.setIfMissing("spark.redaction.regex", ShownSettings.REDACTION);
    // A referrer for the bucket's access log, which takes a tenth of a small request's work.
    settings.setIfMissing("spark.hadoop.fs.s3a.audit.enabled", "false");
    // S3A tries a read again that ended too early, but not one of several ranges at a time.
    settings.setIfMissing("spark.hadoop.parquet.hadoop.vectored.io.enabled", "false");
    // A line per broken picture otherwise; errors reach the rows as reasons.
    settings.setIfMissing("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "3");
    // Names of files on their disks are spelled as the locale says, which may know ASCII only.
    settings.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    // What TensorFlow allocates lies in pages of 2 MiB; 5 % less of the processor's time.
    settings.setIfMissing("spark.executorEnv.GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    conf.forEach(settings::set);
    // Kryo, which many clusters set for all their jobs, cannot make records; nothing here is much
    // enough for it to be faster.
    settings.set("spark.serializer", JAVA_SERIALIZER);
    if (!settings.getBoolean("spark.ui.enabled", true)) {
      UNSEEN.forEach(settings::setIfMissing);
    }
    if (isLocal(settings.get("spark.master"))) {
      // Executors of a cluster may open the disk before they have our jar.
      settings.setIfMissing("spark.hadoop.fs.file.impl", LocalDisk.class.getName());
    }
    add(settings, PLUGINS, OWN_PLUGINS);
    return settings;
  }

  /** Whether tasks run in this JVM. */
  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  /** To those that are asked for. */
  private static void add(SparkConf settings, String key, List<String> own) {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(settings.get(key, "").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    names.addAll(own);
    settings.set(key, String.join(",", names));
  }
}
