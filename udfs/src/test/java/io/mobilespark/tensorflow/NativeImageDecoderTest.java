// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Decoding in the caller's thread, refusals as values, memory. */
class NativeImageDecoderTest {
  private final NativeImageDecoder decoder = NativeImageDecoder.shared();
  private final PixelBuffer pixels = new PixelBuffer();

  @Test
  void aPngGivesItsPixels() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0x102030);

    assertThat(decoder.decodePng(encoded(image, "png"), pixels)).isEmpty();

    assertThat(pixels.width()).isEqualTo(3);
    assertThat(pixels.height()).isEqualTo(2);
    byte[] wanted = new byte[18];
    wanted[15] = 0x10;
    wanted[16] = 0x20;
    wanted[17] = 0x30;
    assertThat(pixels.rgb()).isEqualTo(wanted);
  }

  @Test
  void aRefusedFileIsAValueWithoutTheGraphsWords() {
    assertThat(decoder.decodeJpeg(new byte[] {-1, -40, -1}, pixels).orElseThrow())
        .contains("Invalid JPEG data")
        .doesNotContain("\n", "node");
    assertThat(decoder.decodePng(new byte[0], pixels).orElseThrow()).isEqualTo("Input is empty.");
  }

  @Test
  void aClosedDecoderIsAFailureOfTheEnvironment() throws IOException {
    NativeImageDecoder closed = NativeImageDecoder.open();
    closed.close();
    byte[] jpeg = encoded(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpg");

    assertThatThrownBy(() -> closed.decodeJpeg(jpeg, pixels))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nativeMemoryStaysFlat() throws IOException {
    byte[] jpeg = encoded(new BufferedImage(500, 375, BufferedImage.TYPE_INT_RGB), "jpg");
    byte[] broken = Arrays.copyOf(jpeg, jpeg.length / 2);
    decode(jpeg, broken, 200);
    long before = Pointer.physicalBytes();

    decode(jpeg, broken, 2_000);

    // One leaked picture in ten would be 110 MB.
    assertThat(Pointer.physicalBytes() - before).isLessThan(60L << 20);
  }

  @Test
  void threadsShareIt() throws Exception {
    byte[] small = encoded(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "jpg");
    byte[] large = encoded(new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB), "png");
    Callable<Boolean> task =
        () -> {
          PixelBuffer own = new PixelBuffer();
          boolean right = true;
          for (int i = 0; i < 200; i++) {
            right &= decoder.decodeJpeg(small, own).isEmpty() && own.width() == 20;
            right &= decoder.decodePng(large, own).isEmpty() && own.width() == 90;
          }
          return right;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> result : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void decode(byte[] jpeg, byte[] broken, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(decoder.decodeJpeg(jpeg, pixels)).isEmpty();
      assertThat(decoder.decodeJpeg(broken, pixels)).isPresent();
    }
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }
}
