// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMessagesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Corrupt JPEG data: premature end of data segment",
        "Corrupt JPEG data: 52 extraneous bytes before marker 0xd9",
        "Premature end of JPEG file",
        "2026-11-29 08:44:35.758411: I tensorflow/core/util/port.cc:153] oneDNN custom operations",
        "2026-11-29 08:44:46.75: E tensorflow/core/lib/jpeg/jpeg_mem.cc:329] Premature end of JPEG",
        "\t [[{{node DecodeJpeg}}]]",
        "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
        "I0000 00:00:1795941847.318557   17507 mlir_graph_optimization_pass.cc:401] MLIR V1",
      })
  void whatSaysNothingOfARunIsLeftOut(String line) {
    assertThat(NativeMessages.leavesOut(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "terminate called after throwing an instance of 'std::bad_alloc'",
        "2026-11-29 08:44:35.758411: F tensorflow/core/framework/tensor.cc:844] Check failed",
        "2026-11-29 08:44:35.758411: E external/local_xla/xla/stream_executor/cuda.cc:1] failed",
        "2026-11-29 08:44:35.758411: W tensorflow/core/framework/cpu_allocator_impl.cc:83] 10 %",
        "E0000 00:00:1795941847.318557   17507 cuda_dnn.cc:1] none",
      })
  void allElseIsNot(String line) {
    assertThat(NativeMessages.leavesOut(line)).isFalse();
  }
}
