// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.MobileSparkException;
import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.GpuCheck;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The device that a task computes on.
 *
 * @param device what was asked for, or what {@code auto} found
 * @param note why {@code auto} took the CPU; empty otherwise
 */
public record TaskDevice(Device device, String note) {
  /** Spark's name of the resource. */
  public static final String RESOURCE = "gpu";

  private static final String AMOUNT = "spark.executor.resource.gpu.amount";

  /**
   * What a process has to offer.
   *
   * @param addresses of the GPUs that Spark assigned to the task
   * @param local whether Spark runs in one JVM, where it assigns no GPUs
   * @param gpus that the process uses, of all its tasks
   * @param problem why a GPU cannot be used; empty when it can
   */
  record Place(
      List<String> addresses,
      boolean local,
      int gpus,
      Function<Device.Gpu, Optional<String>> problem) {}

  /**
   * The device of a task.
   *
   * @throws MobileSparkException when a GPU is demanded and cannot be used, or settings contradict
   *     each other
   */
  static TaskDevice of(DeviceUse use, TaskContext task) {
    ResourceInformation assigned = task.resourcesJMap().get(RESOURCE);
    return of(
        use,
        new Place(
            assigned == null ? List.of() : List.of(assigned.addresses()),
            SparkEnv.get().conf().get("spark.master", "").startsWith("local"),
            SparkEnv.get().conf().getInt(AMOUNT, 1),
            gpu -> GpuCheck.problem(gpu, use.precisions())));
  }

  /**
   * The device of this JVM, where all of Spark runs in it.
   *
   * @throws MobileSparkException as for a task
   */
  public static TaskDevice local(DeviceUse use) {
    return of(use, new Place(List.of(), true, 1, gpu -> GpuCheck.problem(gpu, use.precisions())));
  }

  static TaskDevice of(DeviceUse use, Place place) {
    return switch (use.request().kind()) {
      case CPU -> cpu(place);
      case AUTO -> auto(use, place);
      case GPU -> {
        Device.Gpu gpu = gpu(use, place);
        Optional<String> problem = place.problem().apply(gpu);
        if (problem.isPresent()) {
          throw new MobileSparkException(
              String.format(
                  Locale.ROOT, "--device %s cannot be had: %s", use.request(), problem.get()));
        }
        yield new TaskDevice(gpu, "");
      }
    };
  }

  private static TaskDevice cpu(Place place) {
    if (!place.addresses().isEmpty()) {
      throw new MobileSparkException(
          "--device cpu, but spark.task.resource.gpu.amount holds GPUs for its tasks");
    }
    return new TaskDevice(Device.cpu(), "");
  }

  private static TaskDevice auto(DeviceUse use, Place place) {
    if (place.addresses().isEmpty() && !place.local()) {
      return new TaskDevice(
          Device.cpu(), "no GPU is assigned to tasks (spark.task.resource.gpu.amount)");
    }
    Device.Gpu gpu = gpu(use, place);
    return place
        .problem()
        .apply(gpu)
        .map(problem -> new TaskDevice(Device.cpu(), problem))
        .orElseGet(() -> new TaskDevice(gpu, ""));
  }

  private static Device.Gpu gpu(DeviceUse use, Place place) {
    int wanted = use.request().index();
    if (place.addresses().isEmpty()) {
      if (wanted < 0 && !place.local()) {
        throw new MobileSparkException(
            "--device gpu, but Spark assigns no GPU to tasks: "
                + AMOUNT
                + " and spark.task.resource.gpu.amount are not set");
      }
      return new Device.Gpu(Math.max(0, wanted), true, use.memoryFraction());
    }
    int address = index(place.addresses().get(0));
    if (wanted >= 0 && wanted != address) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "--device gpu:%d, but Spark assigned GPU %d to the task: ask for gpu",
              wanted,
              address));
    }
    return new Device.Gpu(address, place.gpus() <= 1, use.memoryFraction());
  }

  private static int index(String address) {
    if (!address.matches("\\d{1,4}")) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The discovery script gave '%s' for a GPU, wanted its number; conf/gpu-discovery.sh does",
              address));
    }
    return Integer.parseInt(address);
  }
}
