// SPDX-License-Identifier: Apache-2.0
package io.mobilespark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in files of others end up in messages, which stay one line. */
final class MobileSparkExceptionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "node 'a\nb'",
        "node 'a\r\nb'",
        "node 'a\u001bb'",
        "node 'a\u0085b'",
        "node 'a\u2028b'",
        "node 'a\u0000\u007fb'"
      })
  void aMessageIsOneLine(String message) {
    assertThat(new MobileSparkException(message)).hasMessage("node 'a b'");
    assertThat(new MobileSparkException(message, new IllegalStateException()))
        .hasMessage("node 'a b'");
    assertThat(new SettingException(message).about("model\n")).hasMessage("model : node 'a b'");
  }
}
