// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The carried weights' file; what the model finds is tested with the demo. */
final class DemoModelTest {
  @TempDir Path folder;

  @Test
  void weightsAreKerasHdf5OfAtMostTwoMegabytes() throws IOException {
    Path file = DemoModel.unpack(folder.resolve("new"));

    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).startsWith(0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n');
    assertThat(bytes.length).isBetween(800_000, 2_000_000);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .contains("layer_names", "conv_pw_13", "conv_preds");
    assertThat(file).hasFileName("mobilenet-v1-0.25-96-drawings.h5");
  }

  @Test
  void olderCopyIsReplaced() throws IOException {
    Files.writeString(folder.resolve(DemoModel.FILE_NAME), "half a file");
    assertThat(Files.size(DemoModel.unpack(folder))).isGreaterThan(800_000);
  }

  @Test
  void saysWhereItCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> DemoModel.unpack(file))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void demoIsNotDrawnFromTheTrainingSeed() {
    assertThat(DemoModel.DEMO_SEED).isNotEqualTo(DemoModel.TRAINING_SEED);
  }
}
