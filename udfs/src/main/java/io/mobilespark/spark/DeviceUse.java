// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.spark.DeviceRequest.Kind;
import io.mobilespark.tensorflow.Precision;
import java.io.Serializable;
import java.util.Locale;
import java.util.Set;

/**
 * How tasks use a device.
 *
 * @param request which
 * @param batchPictures of a full batch on a GPU, 1 or more
 * @param memoryFraction of the GPU's memory, taken at once; 0 takes it as needed
 * @param queueOnCpu whether tasks share a queue before the CPU too, as they do before a GPU
 * @param xla whether XLA compiles the networks, which only GPUs are asked for
 * @param precisions that the networks compute in
 */
public record DeviceUse(
    DeviceRequest request,
    int batchPictures,
    double memoryFraction,
    boolean queueOnCpu,
    boolean xla,
    Set<Precision> precisions)
    implements Serializable {

  /** A GPU where there is one, 64 pictures at a time. */
  public static final DeviceUse DEFAULT = new DeviceUse(DeviceRequest.AUTO, 64, 0, false);

  /** Checks batch and fraction. */
  public DeviceUse {
    if (batchPictures < 1 || batchPictures > 4096) {
      throw new IllegalArgumentException("--device-batch is 1 to 4096 pictures: " + batchPictures);
    }
    if (!(memoryFraction >= 0 && memoryFraction <= 1)) {
      throw new IllegalArgumentException("--device-memory is 0 to 1: " + memoryFraction);
    }
    precisions = Set.copyOf(precisions);
    if (request.kind() != Kind.GPU) {
      if (xla) {
        throw new IllegalArgumentException(
            "--xla compiles for GPUs and wants --device gpu: on CPUs oneDNN's kernels are used");
      }
      precisions.stream()
          .filter(precision -> !precision.onCpu())
          .findFirst()
          .ifPresent(
              precision -> {
                throw new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "--precision %s wants --device gpu: CPUs compute in fp32 and bf16",
                        precision));
              });
    }
  }

  /** Whether tasks surely share a queue. */
  public boolean shared() {
    return queueOnCpu || request.kind() == Kind.GPU;
  }

  /** Networks in fp32, not compiled. */
  public DeviceUse(
      DeviceRequest request, int batchPictures, double memoryFraction, boolean queueOnCpu) {
    this(request, batchPictures, memoryFraction, queueOnCpu, false, Set.of(Precision.FP32));
  }

  /** The same for networks of other precisions. */
  public DeviceUse computing(Set<Precision> others) {
    return new DeviceUse(request, batchPictures, memoryFraction, queueOnCpu, xla, others);
  }
}
