// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/**
 * Whether this process can compute on a GPU, and if not, why: TensorFlow itself falls back to the
 * CPU with lines on standard error.
 */
public final class GpuCheck {
  private static final String DRIVER_LIBRARY = "libcuda.so.1";

  // What TensorFlow 2.18 opens before it looks for GPUs: the driver, CUDA 12 and cuDNN 9.
  static final List<String> LIBRARIES =
      List.of(
          DRIVER_LIBRARY,
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcufft.so.11",
          "libcusolver.so.11",
          "libcusparse.so.12",
          "libcudnn.so.9");

  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final Pattern DRIVER_VERSION = Pattern.compile("\\b(\\d{3})\\.\\d+(\\.\\d+)?\\b");

  // Of CUDA 12 on Linux, by NVIDIA's table of minor version compatibility.
  private static final int LEAST_DRIVER = 525;

  private static final String TF32 = "NVIDIA_TF32_OVERRIDE";
  private static final String GPU_BUILD =
      "org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";
  private static final Map<Device.Gpu, Optional<String>> PROBLEMS = new ConcurrentHashMap<>();

  private GpuCheck() {}

  /** What a check asks of its surroundings. */
  interface Surroundings {
    /** Whether TensorFlow's library on the class path is the one for GPUs. */
    boolean gpuBuild();

    /** Whether the dynamic linker finds a library. */
    boolean opens(String library);

    /** A variable of the environment; empty where it is not set. */
    String variable(String name);

    /** What the kernel says of NVIDIA's driver; empty where there is none. */
    String driver();

    /** Why a graph does not run on the GPU; empty when it does. */
    Optional<String> run(Device.Gpu gpu);
  }

  /**
   * Why this process cannot use a GPU; empty when it can. Asked once per process and GPU.
   *
   * @param precisions that its networks compute in
   * @return one line with what is missing and what to do
   */
  public static Optional<String> problem(Device.Gpu gpu, Set<Precision> precisions) {
    Surroundings process = new ThisProcess();
    Optional<String> contradiction =
        PROBLEMS.entrySet().stream()
            .filter(known -> known.getValue().isEmpty())
            .flatMap(known -> contradiction(known.getKey(), gpu).stream())
            .findFirst();
    if (contradiction.isPresent()) {
      return contradiction;
    }
    return PROBLEMS
        .computeIfAbsent(gpu, asked -> problem(asked, process))
        .or(() -> tf32(precisions, process));
  }

  /** TensorFlow takes GPUs as the first session of a process says, and never otherwise. */
  static Optional<String> contradiction(Device.Gpu taken, Device.Gpu wanted) {
    boolean fits =
        taken.alone() == wanted.alone()
            && taken.memoryFraction() == wanted.memoryFraction()
            && (!taken.alone() || taken.index() == wanted.index());
    return fits
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "this process computes on %s already and takes %s in a new process only",
                taken.summary(),
                wanted.summary()));
  }

  /**
   * Whether CUDA's libraries do what the precisions say. They take TF32 for float32 on their own,
   * unless this variable forbids it to all of a process.
   */
  static Optional<String> tf32(Set<Precision> precisions, Surroundings process) {
    String override = process.variable(TF32);
    boolean forbidden = override.equals("0");
    if (precisions.contains(Precision.FP32) && !forbidden) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "precision fp32 wants %s=0 in the environment (spark.executorEnv.%s), found '%s'",
              TF32,
              TF32,
              override));
    }
    return precisions.contains(Precision.TF32) && forbidden
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "precision tf32, but %s=0 in the environment forbids it: unset it",
                TF32))
        : Optional.empty();
  }

  static Optional<String> problem(Device.Gpu gpu, Surroundings process) {
    if (!process.gpuBuild()) {
      return Optional.of(
          "TensorFlow on the class path is its CPU build; the Maven profile gpu takes the other");
    }
    Optional<String> conflict = conflict(gpu, process);
    if (conflict.isPresent()) {
      return conflict;
    }
    List<String> missing = new ArrayList<>(LIBRARIES);
    missing.removeIf(process::opens);
    if (!missing.isEmpty()) {
      return Optional.of(reason(missing) + ": missing " + String.join(", ", missing));
    }
    return process.run(gpu).map(problem -> problem + hint(process.driver()));
  }

  private static String reason(List<String> missing) {
    List<String> reasons = new ArrayList<>();
    if (missing.contains(DRIVER_LIBRARY)) {
      reasons.add("no NVIDIA driver on this machine or in this container");
    }
    if (!missing.equals(List.of(DRIVER_LIBRARY))) {
      reasons.add("CUDA 12 and cuDNN 9 are not whole or not in LD_LIBRARY_PATH");
    }
    return String.join(", and ", reasons);
  }

  /** What an old driver's failure does not say. A package cuda-compat may make up for it. */
  private static String hint(String driver) {
    Matcher version = DRIVER_VERSION.matcher(driver);
    boolean old = version.find() && Integer.parseInt(version.group(1)) < LEAST_DRIVER;
    return old
        ? String.format(
            Locale.ROOT,
            "; the driver is %s, and CUDA 12 wants 525.60.13 or newer",
            version.group())
        : "";
  }

  private static Optional<String> conflict(Device.Gpu gpu, Surroundings process) {
    String visible = process.variable("CUDA_VISIBLE_DEVICES");
    if (visible.equals("-1") || visible.equals("none")) {
      return Optional.of("CUDA_VISIBLE_DEVICES=" + visible + " hides every GPU");
    }
    String growth = process.variable("TF_FORCE_GPU_ALLOW_GROWTH");
    boolean grows = gpu.memoryFraction() == 0;
    if (!growth.isEmpty() && grows != Boolean.parseBoolean(growth)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "TF_FORCE_GPU_ALLOW_GROWTH=%s contradicts --device-memory: unset one of them",
              growth));
    }
    String allocator = process.variable("TF_GPU_ALLOCATOR");
    return allocator.isEmpty() || allocator.equals("cuda_malloc_async")
        ? Optional.empty()
        : Optional.of("TF_GPU_ALLOCATOR=" + allocator + ", wanted cuda_malloc_async or none");
  }

  /** This process. */
  static final class ThisProcess implements Surroundings {
    @Override
    public boolean gpuBuild() {
      ClassLoader loader = GpuCheck.class.getClassLoader();
      return loader != null && loader.getResource(GPU_BUILD) != null;
    }

    @Override
    public boolean opens(String library) {
      TensorFlowLibrary.load();
      try {
        Loader.loadGlobal(library);
        return true;
      } catch (UnsatisfiedLinkError e) {
        return false;
      }
    }

    @Override
    public String variable(String name) {
      String value = System.getenv(name);
      return value == null ? "" : value;
    }

    @Override
    public String driver() {
      try {
        return Files.readString(DRIVER);
      } catch (IOException e) {
        return "";
      }
    }

    @Override
    public Optional<String> run(Device.Gpu gpu) {
      GraphDefWriter graph = new GraphDefWriter();
      graph.placeholder("input", SampleType.FLOAT32, List.of(-1L, 1L, 1L, 3L));
      graph.spatialMean("mean", "input", false);
      try (GraphSession session = GraphSession.openPlaced(graph.toBytes(), gpu);
          PixelTensor one = PixelTensor.allocate(SampleType.FLOAT32, 1, 1, 1)) {
        one.clear();
        session.run("input", one, List.of("mean"));
        return Optional.empty();
      } catch (RuntimeException e) {
        return Optional.of("GPU " + gpu.index() + " does not compute: " + e.getMessage());
      }
    }
  }
}
