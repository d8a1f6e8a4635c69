// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** A plugin of Spark that sets something in every JVM: in the driver and in every executor. */
abstract class JvmPlugin implements SparkPlugin {
  /** Does it in this JVM now; again does nothing more. */
  abstract void inThisJvm();

  @Override
  public final DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        inThisJvm();
        return Map.of();
      }
    };
  }

  @Override
  public final ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        inThisJvm();
      }
    };
  }
}
