// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that finds nothing is worth something only when it would find what is there. */
class MarkedSecretsTest {
  private static final MarkedSecrets SECRETS = MarkedSecrets.random();

  @TempDir private Path folder;

  @Test
  void eachIsFound() {
    assertFound("Credential=" + SECRETS.accessKey() + "/20260101");
    assertFound("secret: " + SECRETS.secretKey());
    assertFound(SECRETS.token());
    assertThat(SECRETS.settings()).hasSizeGreaterThanOrEqualTo(6);
    SECRETS.settings().values().forEach(MarkedSecretsTest::assertFound);
  }

  @Test
  void whateverItsSignsBecome() {
    assertFound(URLEncoder.encode(SECRETS.secretKey(), StandardCharsets.UTF_8));
    assertFound(SECRETS.token().replace("=", "&#61;").replace("/", "\\/").replace("+", "\\u002b"));
  }

  @Test
  void inBase64WhereverItBegins() {
    for (String before : new String[] {"", "a", "ab", "abc"}) {
      byte[] text = (before + SECRETS.secretKey() + "…").getBytes(StandardCharsets.UTF_8);
      assertFound("Basic " + Base64.getEncoder().encodeToString(text));
      assertFound("Basic " + Base64.getUrlEncoder().encodeToString(text));
    }
  }

  @Test
  void inAFileOfAnyBytes() throws IOException {
    Path below = Files.createDirectories(folder.resolve("a/b"));
    Files.write(folder.resolve("1"), new byte[] {-1, 0, 1});
    assertThat(SECRETS.assertAbsentBelow(folder, file -> true)).isEqualTo(1);
    Files.writeString(below.resolve("2"), "\u0000\u00ff" + SECRETS.accessKey());
    assertThatThrownBy(() -> SECRETS.assertAbsentBelow(folder, file -> true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(below.resolve("2").toString());
  }

  private static void assertFound(String text) {
    assertThatThrownBy(() -> SECRETS.assertAbsent("text", text)).isInstanceOf(AssertionError.class);
    MarkedSecrets.random().assertAbsent("another's", text);
  }
}
