// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing is named, in the order in which a user would mend it. */
class GpuCheckTest {
  private static final Device.Gpu GPU = new Device.Gpu(0);
  private final Machine machine = new Machine();

  @Test
  void aWholeMachineHasNoProblem() {
    assertThat(problem()).isEmpty();
    assertThat(machine.runs).isEqualTo(1);
  }

  @Test
  void theCpuBuildIsToldBeforeAnythingElse() {
    machine.gpuBuild = false;
    machine.missing.addAll(GpuCheck.LIBRARIES);
    assertThat(problem()).contains("CPU build").contains("profile gpu");
  }

  @Test
  void missingLibrariesAreNamed() {
    machine.missing.addAll(Set.of("libcudnn.so.9", "libcublas.so.12"));
    assertThat(problem())
        .isEqualTo(
            "CUDA 12 and cuDNN 9 are not whole or not in LD_LIBRARY_PATH:"
                + " missing libcublas.so.12, libcudnn.so.9");
    machine.missing.clear();
    machine.missing.add("libcuda.so.1");
    assertThat(problem())
        .isEqualTo("no NVIDIA driver on this machine or in this container: missing libcuda.so.1");
    assertThat(machine.runs).isZero();
  }

  @Test
  void aMachineWithoutAnythingNamesAll() {
    machine.missing.addAll(GpuCheck.LIBRARIES);
    assertThat(problem())
        .startsWith("no NVIDIA driver on this machine or in this container, and CUDA 12 and cuDNN")
        .endsWith(": missing " + String.join(", ", GpuCheck.LIBRARIES));
  }

  @Test
  void aGpuThatDoesNotComputeSaysSo() {
    machine.failure = "GPU 0 does not compute: no kernel image";
    assertThat(problem()).isEqualTo(machine.failure);
  }

  @ParameterizedTest
  @CsvSource({
    "UNIX x86_64 Kernel Module  470.57.02  Tue, 470.57.02",
    "UNIX Open Kernel Module for x86_64  515.105  Release Build, 515.105",
    "UNIX x86_64 Kernel Module  525.60.13  Wed, ''",
    "UNIX Open Kernel Module for x86_64  550.54.14  Release Build, ''",
    "'', ''"
  })
  void anOldDriverIsNamedWhereTheGpuDoesNotCompute(String driver, String old) {
    machine.driver = driver;
    assertThat(problem()).as("cuda-compat may be there").isEmpty();
    machine.failure = "GPU 0 does not compute: no GPU";
    String hint = "; the driver is " + old + ", and CUDA 12 wants 525.60.13 or newer";
    assertThat(problem()).isEqualTo(machine.failure + (old.isEmpty() ? "" : hint));
  }

  @ParameterizedTest
  @CsvSource({
    "CUDA_VISIBLE_DEVICES, -1, hides every GPU",
    "TF_FORCE_GPU_ALLOW_GROWTH, false, contradicts --device-memory",
    "TF_GPU_ALLOCATOR, bfc, wanted cuda_malloc_async",
  })
  void variablesThatContradictAreNamed(String name, String value, String says) {
    machine.variables.put(name, value);
    assertThat(problem()).contains(name).contains(says).doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 0, ''",
    "FP32, 1, wants NVIDIA_TF32_OVERRIDE=0",
    "FP32, '', wants NVIDIA_TF32_OVERRIDE=0",
    "TF32, '', ''",
    "TF32, 0, forbids it: unset it",
    "FP16, '', ''",
    "BF16, 0, ''",
  })
  void tf32IsUsedWhereItIsAskedForAndNowhereElse(
      Precision precision, String override, String says) {
    machine.variables.put("NVIDIA_TF32_OVERRIDE", override);
    String problem = GpuCheck.tf32(Set.of(precision), machine).orElse("");
    assertThat(problem).contains(says).doesNotContain("\n");
    assertThat(problem.isEmpty()).isEqualTo(says.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0"})
  void fp32AndTf32ContradictEachOther(String override) {
    machine.variables.put("NVIDIA_TF32_OVERRIDE", override);
    assertThat(GpuCheck.tf32(Set.of(Precision.FP32, Precision.TF32), machine)).isPresent();
  }

  @Test
  void growthAndAFractionContradictEachOther() {
    machine.variables.put("TF_FORCE_GPU_ALLOW_GROWTH", "true");
    assertThat(problem()).isEmpty();
    assertThat(GpuCheck.problem(new Device.Gpu(0, true, 0.5), machine)).isPresent();
  }

  @Test
  void aProcessKeepsToWhatItsFirstSessionTook() {
    assertThat(GpuCheck.contradiction(GPU, GPU)).isEmpty();
    assertThat(GpuCheck.contradiction(new Device.Gpu(0, false, 0), new Device.Gpu(1, false, 0)))
        .as("several, each for some tasks")
        .isEmpty();
    assertThat(GpuCheck.contradiction(GPU, new Device.Gpu(0, true, 0.5)))
        .hasValue(
            "this process computes on GPU 0 alone with memory as needed already and takes"
                + " GPU 0 alone with 0.5 of its memory in a new process only");
    assertThat(GpuCheck.contradiction(GPU, new Device.Gpu(1))).isPresent();
    assertThat(GpuCheck.contradiction(GPU, new Device.Gpu(0, false, 0))).isPresent();
  }

  @Test
  void theLinkerIsAskedForLibraries() {
    GpuCheck.Surroundings here = new GpuCheck.ThisProcess();
    assertThat(here.opens("libc.so.6")).isTrue();
    assertThat(here.opens("libnowhere.so.99")).isFalse();
    assertThat(here.variable("NO_SUCH_VARIABLE_HERE")).isEmpty();
  }

  private String problem() {
    return GpuCheck.problem(GPU, machine).orElse("");
  }

  /** A machine as the test wants it. */
  private static final class Machine implements GpuCheck.Surroundings {
    private final Set<String> missing = new HashSet<>();
    private final Map<String, String> variables = new HashMap<>();
    private boolean gpuBuild = true;
    private String failure = "";
    private String driver = "";
    private int runs;

    @Override
    public boolean gpuBuild() {
      return gpuBuild;
    }

    @Override
    public boolean opens(String library) {
      return !missing.contains(library);
    }

    @Override
    public String variable(String name) {
      return variables.getOrDefault(name, "");
    }

    @Override
    public String driver() {
      return driver;
    }

    @Override
    public Optional<String> run(Device.Gpu gpu) {
      runs++;
      return Optional.of(failure).filter(text -> !text.isEmpty());
    }
  }
}
