package io.mobilespark.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.MobileSparkException;
import io.mobilespark.model.FrozenGraph;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.SampleType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with bytes changed, cut off or put in twice: each is read or refused in one line. */
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
  void areReadOrRefusedInOneLine(String name) throws IOException {
    byte[] whole = bytes(name);
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("damaged-" + i);
      Files.write(file, damaged(whole, random));
      refused += isRefused(file) ? 1 : 0;
      Files.delete(file);
    }
    assertThat(refused).isPositive();
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

  /** Mostly a few bytes, where headers and configurations are; at times a cut or a repetition. */
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(4096, bytes.length - from));
        System.arraycopy(whole, random.nextInt(bytes.length - length), bytes, from, length);
      }
      default -> {
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes; i++) {
          int at =
              random.nextInt(random.nextBoolean() ? bytes.length : Math.min(4096, bytes.length));
          bytes[at] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
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
