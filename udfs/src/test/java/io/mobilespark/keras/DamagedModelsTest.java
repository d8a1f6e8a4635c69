// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.MobileSparkException;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.testing.DamagedBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with bytes changed, cut off or put in twice: each is read or refused in one line. {@code
 * -Dmobilespark.damaged} says how many of each, and the slowest is reported: by hand, with 1,000
 * and a heap of 1 GB, none may take 10 s.
 */
final class DamagedModelsTest {
  private static final int FILES = Integer.getInteger("mobilespark.damaged", 60);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras3/tutorial.keras",
        "keras3/wrapped.h5",
        "keras3/preprocessed.keras",
        "keras2/preprocessed.h5",
        "keras2/wrapped.h5",
      })
  void areReadOrRefusedInOneLine(String name, TestReporter reporter) throws IOException {
    byte[] whole = bytes(name);
    DamagedBytes damage = new DamagedBytes(name.hashCode());
    int refused = 0;
    long slowest = 0;
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("damaged-" + i);
      // Of a zip file damaged as a whole little more than checksums is ever read.
      boolean within = name.endsWith(".keras") && i % 2 == 0;
      Files.write(file, within ? damagedWithin(whole, damage) : damage.to(whole));
      long start = System.nanoTime();
      refused += isRefused(file) ? 1 : 0;
      slowest = Math.max(slowest, System.nanoTime() - start);
      Files.delete(file);
    }
    assertThat(refused).isBetween(1, FILES);
    reporter.publishEntry(
        name,
        String.format(
            Locale.ROOT, "%d of %d refused, slowest %d ms", refused, FILES, slowest / 1_000_000));
  }

  /** One entry damaged, with the checksum of what it then holds. */
  private static byte[] damagedWithin(byte[] zip, DamagedBytes damage) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      int number = 0;
      int damaged = damage.below(3);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        byte[] whole = in.readAllBytes();
        out.write(number == damaged ? damage.to(whole) : whole);
        number++;
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isRefused(Path file) {
    try {
      if (!KerasNetwork.describesItself(file)) {
        return true;
      }
      KerasNetwork network = KerasNetwork.read(file, Optional.empty(), Optional.empty());
      FrozenGraph graph =
          network.freeze(
              Optional.of(network.kind()),
              new KerasNetwork.Fed(
                  network.range().orElse(InputRange.PIXELS), SampleType.UINT8, Normalisation.NONE));
      assertThat(graph.graphDef()).isNotEmpty();
      return false;
    } catch (MobileSparkException e) {
      assertThat(e).hasMessageContaining(file.toString());
      assertThat(Objects.requireNonNull(e.getMessage()).lines()).hasSize(1);
      return true;
    }
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                DamagedModelsTest.class.getResourceAsStream("models/" + name + ".gz"), name))) {
      return in.readAllBytes();
    }
  }
}
