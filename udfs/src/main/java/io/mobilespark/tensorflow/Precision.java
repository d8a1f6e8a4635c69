// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import io.mobilespark.MobileSparkException;
import io.mobilespark.tensorflow.LoweredGraph.LowType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers that a network's convolutions and products are computed in. */
public enum Precision {
  /** IEEE 754 binary32. */
  FP32,
  /** Factors of 11 significant bits with the range of float32, in the matrix units of GPUs. */
  TF32,
  /** IEEE 754 binary16 behind the first block; on GPUs. */
  FP16,
  /**
   * Products of bfloat16, which keeps 8 of float32's 24 significant bits, added up in float32,
   * behind the first block. In, out and weights stay float32 for whoever looks.
   */
  BF16;

  private static final Path CPU = Path.of("/proc/cpuinfo");

  /** What Linux calls the instructions; TensorFlow emulates them slowly where they are missing. */
  private static final Set<String> BF16_FLAGS = Set.of("avx512_bf16", "amx_bf16");

  /** Whether there are CPUs that compute in it. */
  public boolean onCpu() {
    return this == FP32 || this == BF16;
  }

  /** The numbers of 16 bits in a network of this precision; none where all have 32. */
  public Optional<LowType> low() {
    return switch (this) {
      case FP32, TF32 -> Optional.empty();
      case FP16 -> Optional.of(LowType.FLOAT16);
      case BF16 -> Optional.of(LowType.BFLOAT16);
    };
  }

  /**
   * Checks that this machine's CPU has instructions for it.
   *
   * @throws MobileSparkException when it has not, or does not say
   */
  public void require() {
    if (!onCpu()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "Precision %s wants a GPU (label --device gpu): CPUs compute in fp32 and bf16",
              this));
    }
    if (this == BF16) {
      requireBf16(cpu());
    }
  }

  static void requireBf16(String cpuInfo) {
    Set<String> flags =
        values(cpuInfo, "flags")
            .flatMap(line -> Arrays.stream(line.split("\\s+")))
            .collect(Collectors.toSet());
    if (BF16_FLAGS.stream().noneMatch(flags::contains)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "Precision bf16 wants a CPU with AVX512-BF16 or AMX-BF16; this machine's (%s) has neither",
              values(cpuInfo, "model name").findFirst().orElse("unknown")));
    }
  }

  private static Stream<String> values(String cpuInfo, String key) {
    return cpuInfo
        .lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2 && pair[0].strip().equals(key))
        .map(pair -> pair[1].strip())
        .limit(1);
  }

  private static String cpu() {
    try {
      return Files.readString(CPU);
    } catch (IOException e) {
      // Another system than Linux, for which there are no native libraries here either.
      return "";
    }
  }

  /** {@code fp32}, {@code tf32}, {@code fp16} or {@code bf16}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
