// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.PixelBuffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.w3c.dom.Node;

/**
 * GIF and BMP through {@code javax.imageio}, in memory: TensorFlow's GIF has no policy for odd
 * frames and its BMP ignores palettes. Animations give their first frame, on a black canvas of the
 * logical screen; transparent pixels keep their colour.
 */
final class FirstFrame {
  /** Columns that are converted at once; a bitmap may be one row of all its pixels. */
  private static final int MOST_COLUMNS = 4096;

  private FirstFrame() {}

  /**
   * Decodes a file whose header was checked.
   *
   * @param plain the file without what the reader does not take
   * @throws UnreadableException when the reader refuses the file
   */
  static void decode(byte[] plain, ImageHeader header, PixelBuffer into)
      throws UnreadableException {
    boolean gif = header.format() == ImageFormat.GIF;
    ImageReader reader = ImageIO.getImageReadersByFormatName(gif ? "gif" : "bmp").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
      reader.setInput(in, false, false);
      int[] offset = gif ? frameOffset(reader.getImageMetadata(0)) : new int[2];
      BufferedImage frame = reader.read(0);
      paint(frame, offset, header, into);
    } catch (IOException | RuntimeException e) {
      // The readers meet broken files with whatever exception the first bad index brings.
      throw UnreadableException.corrupt(
          header.format() + " is refused: " + UnreadableException.firstLine(e));
    } finally {
      reader.dispose();
    }
  }

  private static void paint(
      BufferedImage frame, int[] offset, ImageHeader header, PixelBuffer into) {
    int bytes = into.resize(header.width(), header.height());
    byte[] rgb = into.rgb();
    Arrays.fill(rgb, 0, bytes, (byte) 0);
    int columns = Math.min(frame.getWidth(), header.width() - offset[0]);
    int rows = Math.min(frame.getHeight(), header.height() - offset[1]);
    if (columns < 1) {
      return;
    }
    int[] row = new int[Math.min(columns, MOST_COLUMNS)];
    for (int y = 0; y < rows; y++) {
      int at = ((y + offset[1]) * header.width() + offset[0]) * 3;
      for (int x = 0; x < columns; x += MOST_COLUMNS) {
        int read = Math.min(MOST_COLUMNS, columns - x);
        readRow(frame, x, y, read, row);
        for (int i = 0; i < read; i++) {
          int argb = row[i];
          rgb[at++] = (byte) (argb >> 16);
          rgb[at++] = (byte) (argb >> 8);
          rgb[at++] = (byte) argb;
        }
      }
    }
  }

  private static void readRow(BufferedImage frame, int x, int y, int columns, int[] row) {
    if (frame.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      // getRGB would take the values for linear light and brighten them.
      frame.getRaster().getSamples(x, y, columns, 1, 0, row);
      for (int i = 0; i < columns; i++) {
        row[i] *= 0x10101;
      }
    } else {
      frame.getRGB(x, y, columns, 1, row, 0, columns);
    }
  }

  /** Left and top of the frame on the screen. */
  private static int[] frameOffset(IIOMetadata metadata) {
    Node root = metadata.getAsTree("javax_imageio_gif_image_1.0");
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals("ImageDescriptor")) {
        return new int[] {
          attribute(node, "imageLeftPosition"), attribute(node, "imageTopPosition")
        };
      }
    }
    return new int[2];
  }

  private static int attribute(Node node, String name) {
    return Integer.parseInt(node.getAttributes().getNamedItem(name).getNodeValue());
  }
}
