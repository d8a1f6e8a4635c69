// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.RewriterConfig;

/** Which precision runs where. */
class PrecisionTest {
  private static final String CPU =
      """
      processor\t: 0
      model name\t: Old Processor 3000
      flags\t\t: fpu sse avx2 %s fma
      bugs\t\t: none
      """;

  @ParameterizedTest
  @ValueSource(strings = {"avx512f avx512_bf16", "amx_tile amx_bf16"})
  void takesEitherKindOfInstructions(String flags) {
    assertThatCode(() -> Precision.requireBf16(String.format(Locale.ROOT, CPU, flags)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "avx512f avx512_vnni", "avx512_bf16x"})
  void refusesOtherCpusByName(String flags) {
    assertThatThrownBy(() -> Precision.requireBf16(String.format(Locale.ROOT, CPU, flags)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "Precision bf16 wants a CPU with AVX512-BF16 or AMX-BF16;"
                + " this machine's (Old Processor 3000) has neither");
  }

  @Test
  void refusesWhatDoesNotSay() {
    assertThatThrownBy(() -> Precision.requireBf16("")).hasMessageContaining("(unknown)");
  }

  @ParameterizedTest
  @EnumSource(names = {"TF32", "FP16"})
  void someAreForGpusOnly(Precision precision) {
    assertThat(precision.onCpu()).isFalse();
    assertThatThrownBy(precision::require)
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Precision %s wants a GPU (label --device gpu): CPUs compute in fp32 and bf16",
                precision));
  }

  @Test
  void everyCpuHasFloats() {
    assertThatCode(Precision.FP32::require).doesNotThrowAnyException();
  }

  @Test
  void fp16RewritesASavedModelAsGpusWantIt() {
    assertThat(
            new SessionSettings(new Device.Gpu(0), 1)
                .in(Precision.FP16)
                .configOfSavedModel()
                .getGraphOptions()
                .getRewriteOptions()
                .getAutoMixedPrecision())
        .isEqualTo(RewriterConfig.Toggle.ON);
  }

  @Test
  void bf16RewritesASavedModel() {
    SessionSettings floats = SessionSettings.ONE_CORE_PER_TASK;
    assertThat(floats.configOfSavedModel().hasGraphOptions()).isFalse();
    assertThat(
            floats
                .in(Precision.BF16)
                .configOfSavedModel()
                .getGraphOptions()
                .getRewriteOptions()
                .getAutoMixedPrecisionOnednnBfloat16())
        .isEqualTo(RewriterConfig.Toggle.ON);
    assertThat(floats.in(Precision.BF16))
        .isNotEqualTo(floats)
        .hasToString("SessionSettings[device=Cpu[], intraOpThreads=1, precision=bf16, xla=false]");
  }
}
