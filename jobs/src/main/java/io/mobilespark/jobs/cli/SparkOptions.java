package io.mobilespark.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/**
 * Where Spark runs. Under spark-submit its own settings hold and these are defaults; from the
 * launcher everything runs in this JVM unless a master is named.
 */
final class SparkOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, when spark-submit has not set it; default: local[*]")
  private String master = "local[*]";

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.hadoop.fs.s3a.endpoint=…; repeatable")
  private Map<String, String> conf = new LinkedHashMap<>();

  /** Opens a session named after a command. Closed by the caller. */
  SparkSession open(String command) {
    SparkConf settings = new SparkConf();
    settings.setIfMissing("spark.master", master);
    settings.setIfMissing("spark.app.name", "mobilespark " + command);
    // Progress comes with heartbeats; the default is 10 s.
    settings.setIfMissing("spark.executor.heartbeatInterval", "2s");
    settings.setIfMissing("spark.ui.enabled", "false");
    settings.setIfMissing("spark.ui.showConsoleProgress", "false");
    settings.setIfMissing("spark.sql.shuffle.partitions", "8");
    // A line per broken picture otherwise; errors reach the rows as reasons.
    settings.setIfMissing("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "3");
    conf.forEach(settings::set);
    return SparkSession.builder().config(settings).getOrCreate();
  }
}
