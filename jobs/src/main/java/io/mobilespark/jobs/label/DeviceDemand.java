package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.spark.DeviceProbe;
import io.mobilespark.spark.DeviceRequest.Kind;
import io.mobilespark.spark.DeviceUse;
import io.mobilespark.spark.TaskDevice;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** A GPU that is demanded has to be there before the first task. */
final class DeviceDemand {
  private static final List<String> AMOUNTS =
      List.of("spark.executor.resource.gpu.amount", "spark.task.resource.gpu.amount");

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
            "--device gpu wants Spark to assign GPUs, but %s is not set; see conf/gpu-*.properties"
                .formatted(amount));
      }
    }
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
}
