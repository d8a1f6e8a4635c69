// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures into a tar and back. */
class TarShardWriterTest {
  @Test
  void whatIsWrittenIsRead() throws IOException {
    String name = "d".repeat(200) + "/ü.jpg";
    byte[] tar = written(name);
    assertThat(Shards.lines(Shards.tar(tar)))
        .containsExactly("a.b.jpg=A[1]", "a.c.jpg=B[1]", name + "=C", "e=E[5]");
    assertThat(written(name)).isEqualTo(tar);
    assertThat(tar.length % 512).isZero();
    assertThat(new String(tar, StandardCharsets.ISO_8859_1))
        .doesNotContain(System.getProperty("user.name"));
  }

  @Test
  void aSampleHasOneLabel() throws IOException {
    try (TarShardWriter writer = new TarShardWriter(new ByteArrayOutputStream())) {
      writer.add("a.jpg", new byte[1], Optional.of("1"));
      assertThatThrownBy(() -> writer.add("a.png", new byte[1], Optional.of("2")))
          .hasMessage("Two labels for the sample a: 1 and 2");
    }
  }

  @Test
  void namesWithDotsHaveLabelsOfTheirOwn() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarShardWriter writer = new TarShardWriter(out)) {
      writer.add("22.05.png", TarBytes.text("A"), Optional.of("3"));
      writer.add("22.06.png", TarBytes.text("B"), Optional.of("7"));
      writer.add("22.07.png", TarBytes.text("C"), Optional.of("3"));
      assertThatThrownBy(() -> writer.add("22.08.png", new byte[1], Optional.empty()))
          .hasMessage("Two labels for the sample 22: 3 and none");
    }
    assertThat(Shards.lines(Shards.tar(out.toByteArray())))
        .containsExactly("22.05.png=A[3]", "22.06.png=B[7]", "22.07.png=C[3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a.jpg", "./a.jpg", "a//b.jpg", "../a.jpg", ".a.jpg", "_a/b.jpg", "a.txt"})
  void aNameThatWouldNotComeBackIsRefused(String name) throws IOException {
    try (TarShardWriter writer = new TarShardWriter(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> writer.add(name, new byte[1], Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] written(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ShardWriter writer = new TarShardWriter(out)) {
      writer.add("a.b.jpg", TarBytes.text("A"), Optional.of("1"));
      writer.add("a.c.jpg", TarBytes.text("B"), Optional.of("1"));
      writer.add(name, TarBytes.text("C"), Optional.empty());
      writer.add("e", TarBytes.text("E"), Optional.of("5"));
    }
    return out.toByteArray();
  }
}
