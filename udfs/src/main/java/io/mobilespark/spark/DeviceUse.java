package io.mobilespark.spark;

import java.io.Serializable;

/**
 * How tasks use a device.
 *
 * @param request which
 * @param batchPictures of a full batch on a GPU, 1 or more
 * @param memoryFraction of the GPU's memory, taken at once; 0 takes it as needed
 * @param queueOnCpu whether tasks share a queue before the CPU too, as they do before a GPU
 */
public record DeviceUse(
    DeviceRequest request, int batchPictures, double memoryFraction, boolean queueOnCpu)
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
  }
}
