// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.spark.DeviceProbe;
import io.mobilespark.spark.DeviceRequest.Kind;
import io.mobilespark.spark.DeviceUse;
import io.mobilespark.spark.TaskDevice;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** A GPU that is demanded has to be there before the first task. */
final class DeviceDemand {
  private static final String OF_EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String OF_TASK = "spark.task.resource.gpu.amount";
  private static final String CORES = "spark.executor.cores";
  private static final List<String> AMOUNTS = List.of(OF_EXECUTOR, OF_TASK);

  private DeviceDemand() {}

  /**
   * Checks the settings, and asks the executors that there are by one small task for each of their
   * cores; an executor that comes later says no in its first task.
   *
   * @throws MobileSparkException with an executor's reason when a GPU is demanded and missing
   */
  static void check(DeviceUse use, SparkContext spark) {
    if (use.request().kind() != Kind.GPU) {
      return;
    }
    if (spark.isLocal()) {
      TaskDevice.local(use);
      return;
    }
    for (String amount : AMOUNTS) {
      if (use.request().index() < 0 && !spark.getConf().contains(amount)) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "--device gpu wants Spark to assign GPUs, but %s is not set; see conf/gpu-*.properties",
                amount));
      }
    }
    checkNoneIsIdle(spark.getConf());
    int places = spark.defaultParallelism();
    JavaSparkContext.fromSparkContext(spark)
        .parallelize(IntStream.range(0, places).boxed().toList(), places)
        .map(new DeviceProbe(use))
        .collect()
        .stream()
        .filter(problem -> !problem.isEmpty())
        .findFirst()
        .ifPresent(
            problem -> {
              throw new MobileSparkException(problem);
            });
  }

  /**
   * Spark gives the first GPU to as many tasks as share it before it gives away the next.
   *
   * @throws MobileSparkException when all tasks of an executor together leave a GPU idle
   */
  static void checkNoneIsIdle(SparkConf conf) {
    int gpus = conf.getInt(OF_EXECUTOR, 1);
    int cores = conf.getInt(CORES, 0);
    double share = conf.getDouble(OF_TASK, 1);
    int used = share > 1 ? (int) (share * cores) : (int) Math.ceil(cores / Math.floor(1 / share));
    if (cores > 0 && used < gpus) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s=%d and %s=%s use %d of an executor's %d GPUs: the share is to be %s",
              CORES,
              cores,
              OF_TASK,
              conf.get(OF_TASK),
              used,
              gpus,
              (double) gpus / cores));
    }
  }
}
