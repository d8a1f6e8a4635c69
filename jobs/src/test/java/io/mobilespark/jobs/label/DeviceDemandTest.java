// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.label;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPUs that no task would get are a mistake of the settings. */
class DeviceDemandTest {
  @ParameterizedTest
  @CsvSource({
    "1, 16, 0.0625",
    "1, 16, 0.1",
    "2, 16, 0.125",
    "2, 4, 0.5",
    "4, 4, 1",
    "2, 1, 2",
    "3, 4, 0.6",
  })
  void sharesThatFillAllGpus(int gpus, int cores, String share) {
    assertThatCode(() -> DeviceDemand.checkNoneIsIdle(conf(gpus, cores, share)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"2, 4, 0.25, 1", "4, 16, 0.125, 2", "2, 1, 1, 1"})
  void sharesThatLeaveGpusIdle(int gpus, int cores, String share, int used) {
    assertThatThrownBy(() -> DeviceDemand.checkNoneIsIdle(conf(gpus, cores, share)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            String.format(
                    Locale.ROOT,
                    "spark.executor.cores=%d and spark.task.resource.gpu.amount=%s use %d of an executor's",
                    cores,
                    share,
                    used)
                + String.format(
                    Locale.ROOT, " %d GPUs: the share is to be %s", gpus, (double) gpus / cores));
  }

  @Test
  void howManyCoresAWorkerHasIsNotKnown() {
    SparkConf conf = conf(2, 1, "0.25").remove("spark.executor.cores");
    assertThatCode(() -> DeviceDemand.checkNoneIsIdle(conf)).doesNotThrowAnyException();
  }

  private static SparkConf conf(int gpus, int cores, String share) {
    return new SparkConf(false)
        .set("spark.executor.resource.gpu.amount", "" + gpus)
        .set("spark.executor.cores", "" + cores)
        .set("spark.task.resource.gpu.amount", share);
  }
}
