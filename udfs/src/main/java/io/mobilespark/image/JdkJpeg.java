// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The JDK's libjpeg, for what TensorFlow's does not do: it says where it makes pixels up, and gives
 * four samples a pixel as they are stored.
 */
final class JdkJpeg {
  private JdkJpeg() {}

  /**
   * Unpacks a JPEG without converting its colours.
   *
   * @param jpeg a whole file, its header checked
   * @param warnings is told what is odd about it
   * @throws UnreadableException when it is refused
   */
  static Raster samples(byte[] jpeg, Consumer<String> warnings) throws UnreadableException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    reader.addIIOReadWarningListener((source, warning) -> warnings.accept(warning));
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      return reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      throw UnreadableException.corrupt("JPEG is refused: " + UnreadableException.firstLine(e));
    } finally {
      reader.dispose();
    }
  }
}
