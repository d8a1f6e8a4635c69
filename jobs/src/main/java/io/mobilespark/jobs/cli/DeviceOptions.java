// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.spark.DeviceRequest;
import io.mobilespark.spark.DeviceUse;
import picocli.CommandLine.Option;

/** Where networks compute. */
final class DeviceOptions {
  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu|gpu:N",
      description =
          "gpu takes the one that Spark assigns to each task (conf/gpu-*.properties); auto takes"
              + " the CPU where there is none; default: ${DEFAULT-VALUE}")
  private String device;

  @Option(
      names = "--device-batch",
      paramLabel = "N",
      description = "Pictures of all tasks in a batch on a GPU; default: ${DEFAULT-VALUE}")
  private int batch = DeviceUse.DEFAULT.batchPictures();

  @Option(
      names = "--device-memory",
      paramLabel = "FRACTION",
      description = "Of the GPU's memory, taken at once; 0, the default, takes it as needed")
  private double memory;

  @Option(
      names = "--device-queue",
      hidden = true,
      description = "Let tasks share a queue before the CPU too")
  private boolean queue;

  @Option(
      names = "--xla",
      description =
          "Let XLA compile networks for the GPU; what that takes is told at the end of the run")
  private boolean xla;

  DeviceOptions(String device) {
    this.device = device;
  }

  DeviceUse settings() {
    return new DeviceUse(
        DeviceRequest.parse(device), batch, memory, queue, xla, DeviceUse.DEFAULT.precisions());
  }
}
