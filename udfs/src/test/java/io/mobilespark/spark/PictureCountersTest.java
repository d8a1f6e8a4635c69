// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.device.GpuMonitor.Figure;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a registry shows of devices, as Spark nests it in its own. */
class PictureCountersTest {
  private final PictureCounters counters = new PictureCounters();
  private final MetricRegistry spark = new MetricRegistry();
  private final MetricRegistry plugin = new MetricRegistry();
  private final Map<Figure, OptionalLong> figures = new EnumMap<>(Figure.class);

  @Test
  void aGpusFiguresAppearWithItsFirstUseAndFollowTheDriver() {
    counters.register(plugin);
    spark.register("executor", plugin);
    for (Figure figure : Figure.values()) {
      figures.put(figure, OptionalLong.empty());
    }
    assertThat(spark.getGauges()).isEmpty();
    counters.gpu(1, figures::get);
    counters.gpu(1, figures::get);
    assertThat(spark.getGauges())
        .containsOnlyKeys(
            "executor.gpu1.utilisation",
            "executor.gpu1.memoryUtilisation",
            "executor.gpu1.memoryUsedMib",
            "executor.gpu1.memoryMib");
    assertThat(value("utilisation")).as("not told").isNaN();
    figures.put(Figure.UTILISATION, OptionalLong.of(93));
    figures.put(Figure.MEMORY_USED, OptionalLong.of(20_312));
    assertThat(value("utilisation")).isEqualTo(93);
    assertThat(value("memoryUsedMib")).isEqualTo(20_312);
    MetricRegistry later = new MetricRegistry();
    counters.register(later);
    assertThat(later.getGauges()).hasSize(4);
    counters.forget(later);
    counters.gpu(2, figures::get);
    assertThat(later.getGauges()).hasSize(4);
    assertThat(spark.getGauges()).hasSize(8);
  }

  @Test
  void theQueueIsShownInFull() {
    counters.register(plugin);
    counters.device(new DeviceTimes(60, 5_000, 2, 60, 64, 1, 7, 9_000));
    counters.device(new DeviceTimes(4, 500, 0, 0, 0, 0, 0, 1_000));
    assertThat(plugin.counter("deviceQueueNanos").getCount()).isEqualTo(5_500);
    assertThat(plugin.counter("deviceBusyNanos").getCount()).isEqualTo(10_000);
    assertThat(plugin.counter("deviceBatches").getCount()).isEqualTo(2);
    assertThat(plugin.counter("deviceBatchPictures").getCount()).isEqualTo(60);
    assertThat(plugin.counter("deviceBatchPlaces").getCount()).isEqualTo(64);
    assertThat(plugin.counter("deviceHalvings").getCount()).isEqualTo(1);
  }

  private double value(String figure) {
    Gauge<?> gauge = spark.getGauges().get("executor.gpu1." + figure);
    return (Double) Objects.requireNonNull(gauge, figure).getValue();
  }
}
