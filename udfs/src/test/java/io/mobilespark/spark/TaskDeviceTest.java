// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.spark.TaskDevice.Place;
import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.GpuCheck;
import io.mobilespark.tensorflow.Precision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which device a task takes, and what is refused in one line. */
class TaskDeviceTest {
  private static final String MISSING = "libcuda.so.1 is missing";

  @ParameterizedTest
  @ValueSource(strings = {"auto", "cpu", "gpu", "gpu:0", "gpu:13"})
  void requestsAreReadAsTheyAreWritten(String text) {
    assertThat(DeviceRequest.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GPU", "gpu:", "gpu:-1", "gpu:x", "gpu:123456", "tpu", " gpu"})
  void otherRequestsAreRefused(String text) {
    assertThatThrownBy(() -> DeviceRequest.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auto, cpu, gpu or gpu:N, not '" + text + "'");
  }

  @Test
  void theAddressThatSparkAssignedIsTaken() {
    Device.Gpu only = new Device.Gpu(3);
    assertThat(resolved("gpu", works(1, "3"))).isEqualTo(new TaskDevice(only, ""));
    assertThat(resolved("gpu:3", works(1, "3")).device()).isEqualTo(only);
    assertThat(resolved("auto", works(1, "3")).device()).isEqualTo(only);
    assertThat(resolved("gpu", works(4, "3")).device())
        .as("one of several of the executor")
        .isEqualTo(new Device.Gpu(3, false, 0));
  }

  @Test
  void withoutAnAddressTheIndexCountsAndLocallyTheFirstGpu() {
    assertThat(resolved("gpu:2", works(1)).device()).isEqualTo(new Device.Gpu(2));
    assertThat(resolved("gpu", new Place(List.of(), true, 1, gpu -> Optional.empty())).device())
        .isEqualTo(new Device.Gpu(0));
    refused("gpu", works(1), "Spark assigns no GPU to tasks: spark.executor.resource.gpu.amount");
  }

  @Test
  void memoryIsTakenAsAsked() {
    DeviceUse half = new DeviceUse(DeviceRequest.parse("gpu"), 64, 0.5, false);
    assertThat(TaskDevice.of(half, works(1, "0")).device()).isEqualTo(new Device.Gpu(0, true, 0.5));
    assertThatThrownBy(() -> new DeviceUse(DeviceRequest.AUTO, 64, 1.5, false))
        .hasMessage("--device-memory is 0 to 1: 1.5");
    assertThatThrownBy(() -> new DeviceUse(DeviceRequest.AUTO, 0, 0, false))
        .hasMessage("--device-batch is 1 to 4096 pictures: 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "cpu"})
  void whatGpusAloneCanDoWantsOne(String text) {
    DeviceRequest request = DeviceRequest.parse(text);
    Set<Precision> floats = Set.of(Precision.FP32);
    assertThatThrownBy(() -> new DeviceUse(request, 64, 0, false, true, floats))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--xla compiles for GPUs and wants --device gpu: on CPUs oneDNN's kernels are used");
    DeviceUse use = new DeviceUse(request, 64, 0, false);
    assertThat(use.computing(Set.of(Precision.BF16)).precisions()).containsOnly(Precision.BF16);
    assertThatThrownBy(() -> use.computing(Set.of(Precision.FP32, Precision.FP16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--precision fp16 wants --device gpu: CPUs compute in fp32 and bf16");
  }

  @Test
  void aGpuDoesBoth() {
    DeviceUse use =
        new DeviceUse(
            DeviceRequest.parse("gpu"), 64, 0, false, true, Set.of(Precision.FP16, Precision.TF32));
    assertThat(TaskDevice.of(use, works(1, "0")).device()).isEqualTo(new Device.Gpu(0));
    assertThat(use.computing(Set.of(Precision.FP32)).xla()).isTrue();
  }

  @Test
  void aGpuThatDoesNotWorkIsRefusedWithItsReason() {
    refused("gpu", broken("0"), "--device gpu cannot be had: " + MISSING);
    refused("gpu:1", broken(), "--device gpu:1 cannot be had: " + MISSING);
  }

  @Test
  void autoTakesTheCpuAndSaysWhy() {
    assertThat(resolved("auto", broken("0"))).isEqualTo(new TaskDevice(Device.cpu(), MISSING));
    assertThat(resolved("auto", works(1)))
        .isEqualTo(
            new TaskDevice(
                Device.cpu(), "no GPU is assigned to tasks (spark.task.resource.gpu.amount)"));
  }

  @Test
  void theCpuIsNoReasonToLookForGpus() {
    Place unasked =
        new Place(
            List.of(),
            true,
            1,
            gpu -> {
              throw new AssertionError("asked for " + gpu);
            });
    assertThat(resolved("cpu", unasked)).isEqualTo(new TaskDevice(Device.cpu(), ""));
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    refused("cpu", works(1, "0"), "spark.task.resource.gpu.amount holds GPUs for its tasks");
    refused("gpu:1", works(1, "0"), "--device gpu:1, but Spark assigned GPU 0");
    refused("gpu", works(1, "GPU-8a2f"), "gave 'GPU-8a2f' for a GPU, wanted its number");
  }

  @Test
  void hereTheBuildOfTensorFlowIsTheReason() {
    assertThat(GpuCheck.problem(new Device.Gpu(0), Set.of(Precision.FP32)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("CPU build").contains("gpu"));
    assertThatThrownBy(
            () -> TaskDevice.local(new DeviceUse(DeviceRequest.parse("gpu"), 64, 0, false)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageStartingWith("--device gpu cannot be had: TensorFlow on the class path");
  }

  private static TaskDevice resolved(String request, Place place) {
    return TaskDevice.of(new DeviceUse(DeviceRequest.parse(request), 64, 0, false), place);
  }

  private static void refused(String request, Place place, String says) {
    assertThatThrownBy(() -> resolved(request, place))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(says)
        .hasMessageNotContaining("\n");
  }

  private static Place works(int gpus, String... addresses) {
    return new Place(List.of(addresses), false, gpus, gpu -> Optional.empty());
  }

  private static Place broken(String... addresses) {
    return new Place(List.of(addresses), false, 1, gpu -> Optional.of(MISSING));
  }
}
