package io.mobilespark.spark;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Sets of Hadoop what only its default resources can set, in the driver and in every executor: no
 * statistics per thread. A plugin of Spark, {@code spark.plugins=io.mobilespark.spark.LeanStorage},
 * which MobileSpark's jobs add by themselves. It holds before site files; a JVM that has opened a
 * file already stays as it is.
 */
public final class LeanStorage implements SparkPlugin {
  static final String RESOURCE = "io/mobilespark/spark/hadoop.xml";

  /** Does it in this JVM now; again does nothing. */
  public static void here() {
    Configuration.addDefaultResource(RESOURCE);
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        here();
        return Map.of();
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        here();
      }
    };
  }
}
