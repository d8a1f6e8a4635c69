package io.mobilespark.spark;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Shows in Spark's metrics system what an executor's tasks do: pictures, rejected by reason, bytes,
 * batches and their places, time per stage, wait for a shared device. A plugin of Spark, {@code
 * spark.plugins=io.mobilespark.spark.PictureMetrics}, which MobileSpark's jobs add by themselves;
 * sinks (JMX, Prometheus, Graphite, …) are Spark's, as {@code spark.metrics.conf.*} says.
 */
public final class PictureMetrics implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {};
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        PictureCounters.here().register(context.metricRegistry());
      }
    };
  }
}
