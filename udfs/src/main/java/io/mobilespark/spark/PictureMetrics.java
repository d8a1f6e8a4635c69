// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Shows in Spark's metrics system what an executor's tasks do: pictures, rejected by reason, bytes,
 * batches and their places, time per stage, a shared device's batches and waits, and what the
 * driver says of its GPUs. A plugin of Spark, {@code
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
      private @Nullable MetricRegistry registry;

      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        registry = context.metricRegistry();
        PictureCounters.here().register(registry);
      }

      @Override
      public void shutdown() {
        if (registry != null) {
          PictureCounters.here().forget(registry);
        }
      }
    };
  }
}
