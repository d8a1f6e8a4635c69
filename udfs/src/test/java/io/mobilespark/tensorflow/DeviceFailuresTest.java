// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;

/** What TensorFlow says of a device, and what it does not say of it. */
class DeviceFailuresTest {
  @Test
  void exhaustedMemoryIsItsOwnFailure() {
    RuntimeException found =
        DeviceFailures.of(new TFResourceExhaustedException("OOM when allocating\n[[node x]]"));
    assertThat(found)
        .isInstanceOf(DeviceOutOfMemory.class)
        .hasMessage("The device is out of memory: OOM when allocating");
    assertThat(DeviceFailures.of(new TensorFlowException("RESOURCE_EXHAUSTED: 2 root errors")))
        .isInstanceOf(DeviceOutOfMemory.class);
    assertThat(DeviceFailures.of(new TensorFlowException("CUDA_ERROR_OUT_OF_MEMORY: out of")))
        .isInstanceOf(DeviceOutOfMemory.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INTERNAL: CUDA_ERROR_ILLEGAL_ADDRESS: an illegal memory access was encountered",
        "UNKNOWN: CUDA_ERROR_ECC_UNCORRECTABLE",
        "failed to synchronize: CUDA_ERROR_LAUNCH_FAILED: unspecified launch failure",
        "GPU has fallen off the bus"
      })
  void errorsThatSpoilTheContextLoseTheDevice(String message) {
    assertThat(DeviceFailures.of(new TensorFlowException(message)))
        .isInstanceOf(DeviceLost.class)
        .hasMessage("The device is lost: " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INTERNAL: shapes", "no node Xid in the graph", "CUDA_ERROR_NOT_FOUND"})
  void otherFailuresAreThoseOfTheRun(String message) {
    assertThat(DeviceFailures.of(new TFInvalidArgumentException(message)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Inference failed: " + message);
  }

  @Test
  void aFailureWithoutWordsIsNamed() {
    assertThat(DeviceFailures.of(new IllegalStateException()))
        .hasMessage("Inference failed: IllegalStateException");
  }
}
