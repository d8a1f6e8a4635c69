// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.mobilespark.tensorflow.PixelBuffer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageReader;

/**
 * The one gate to libwebp. The library is loaded at the first WebP; where a machine cannot load it,
 * its WebP pictures are rows that say so, and all others are decoded. Any number of threads may
 * decode at once.
 *
 * <p>libwebp is given no more than the chunk with the colours of the first picture. Alpha is
 * dropped: what lies below transparent pixels is kept, as of PNG, and as Pillow's {@code
 * convert("RGB")} keeps it, which Keras's {@code load_img} calls. Where the first frame of an
 * animation does not cover the canvas, the rest is black.
 */
final class LibWebp {
  private static final String FOLDER_SETTING = "com.luciad.imageio.webp.tmpdir";
  private static final int RIFF_HEAD = 12;
  private static final WebPImageReaderSpi READERS = new WebPImageReaderSpi();

  private LibWebp() {}

  /**
   * Decodes the first picture of a file whose container was read.
   *
   * @throws UnreadableException when libwebp refuses the picture, or cannot be loaded here
   * @throws OutOfMemoryError when libwebp has no memory for it
   */
  static void decode(byte[] file, WebpFile container, PixelBuffer into) throws UnreadableException {
    if (Library.LOADING instanceof Missing missing) {
      throw UnreadableException.unsupported(
          "is WebP, and libwebp cannot be loaded on this machine: " + missing.why);
    }
    ImageReader reader = READERS.createReaderInstance(null);
    try (ByteArrayImageInputStream in =
        new ByteArrayImageInputStream(alone(file, container.image()))) {
      reader.setInput(in);
      paint(reader.read(0, ((Present) Library.LOADING).settings), container, into);
    } catch (IOException e) {
      throw UnreadableException.corrupt("libwebp refuses it: " + e.getMessage());
    } finally {
      reader.dispose();
    }
  }

  /** A WebP of nothing but one chunk. */
  private static byte[] alone(byte[] file, Span chunk) {
    int padded = chunk.length() + (chunk.length() & 1);
    return ByteBuffer.allocate(RIFF_HEAD + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(padded + 4)
        .put("WEBP".getBytes(StandardCharsets.US_ASCII))
        .put(file, chunk.offset(), chunk.length())
        .array();
  }

  private static void paint(BufferedImage image, WebpFile container, PixelBuffer into) {
    int bytes = into.resize(container.width(), container.height());
    byte[] rgb = into.rgb();
    if (image.getWidth() < container.width() || image.getHeight() < container.height()) {
      Arrays.fill(rgb, 0, bytes, (byte) 0);
    }
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getDataElements(0, y, row.length, 1, row);
      int at = 3 * ((y + container.top()) * container.width() + container.left());
      for (int argb : row) {
        rgb[at++] = (byte) (argb >> 16);
        rgb[at++] = (byte) (argb >> 8);
        rgb[at++] = (byte) argb;
      }
    }
  }

  /** What became of loading the library, once for this JVM. */
  private sealed interface Loading permits Present, Missing {}

  /**
   * The library is there.
   *
   * @param settings libwebp's defaults, which Pillow takes; one for all pictures, as the wrapper
   *     never frees them
   */
  private record Present(WebPReadParam settings) implements Loading {}

  private record Missing(String why) implements Loading {}

  private static final class Library {
    private static final Loading LOADING = load();

    private static Loading load() {
      try {
        if (System.getProperty(FOLDER_SETTING) == null) {
          // The wrapper would walk all that lies in the folder for temporary files.
          Path folder = Files.createTempDirectory("mobilespark-webp");
          folder.toFile().deleteOnExit();
          System.setProperty(FOLDER_SETTING, folder.toString());
        }
        return new Present(new WebPReadParam());
      } catch (IOException | LinkageError | RuntimeException e) {
        // The wrapper meets machines it has no library for with whatever exception comes first.
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        return new Missing(UnreadableException.firstLine(cause));
      }
    }
  }
}
