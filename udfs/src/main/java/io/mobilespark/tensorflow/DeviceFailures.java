// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/** Tells the failures of a device from those of a graph, by TensorFlow's type and words. */
final class DeviceFailures {
  // CUDA calls these errors sticky: every later call of the process fails with them. See the
  // section on error codes in CUDA's driver API.
  private static final List<String> STICKY =
      List.of(
          "cuda_error_illegal_address",
          "cuda_error_launch_failed",
          "cuda_error_launch_timeout",
          "cuda_error_ecc_uncorrectable",
          "cuda_error_hardware_stack_error",
          "cuda_error_illegal_instruction",
          "cuda_error_misaligned_address",
          "cuda_error_invalid_pc",
          "cuda_error_device_unavailable",
          "cuda_error_context_is_destroyed",
          "cuda_error_assert",
          "device lost",
          "fallen off the bus",
          "nvrm: xid");

  private DeviceFailures() {}

  /** The failure of a run as callers are to see it. */
  static RuntimeException of(RuntimeException failure) {
    String message =
        Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    String line = message.lines().findFirst().orElse("");
    String words = message.toLowerCase(Locale.ROOT);
    if (STICKY.stream().anyMatch(words::contains)) {
      return new DeviceLost("The device is lost: " + line, failure);
    }
    boolean memory =
        failure instanceof TFResourceExhaustedException
            || words.contains("resource_exhausted")
            || words.contains("cuda_error_out_of_memory")
            || words.contains("oom when allocating");
    return memory
        ? new DeviceOutOfMemory("The device is out of memory: " + line, failure)
        : new IllegalStateException("Inference failed: " + line, failure);
  }
}
