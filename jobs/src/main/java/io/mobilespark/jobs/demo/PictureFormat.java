// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The kinds of files that drawings are written as. */
enum PictureFormat {
  JPEG("jpg"),
  JPEG_PROGRESSIVE("jpg"),
  JPEG_GREY("jpg"),
  PNG("png"),
  PNG_ALPHA("png"),
  PNG_PALETTE("png"),
  PNG_GREY("png");

  /** Bayer's 4 by 4 matrix: each threshold once. */
  private static final int[][] DITHER = {
    {0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5},
  };

  private final String extension;

  PictureFormat(String extension) {
    this.extension = extension;
  }

  /** The file name's extension, without a dot. */
  String extension() {
    return extension;
  }

  /**
   * The file of an opaque RGB picture.
   *
   * @param quality of a JPEG, 0 to 1; PNG loses nothing and takes no notice
   */
  byte[] encode(BufferedImage image, double quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(extension).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (extension.equals("jpg")) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality((float) quality);
        parameters.setProgressiveMode(
            this == JPEG_PROGRESSIVE
                ? ImageWriteParam.MODE_DEFAULT
                : ImageWriteParam.MODE_DISABLED);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(converted(image), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private BufferedImage converted(BufferedImage image) {
    return switch (this) {
      case JPEG, JPEG_PROGRESSIVE, PNG -> image;
      case JPEG_GREY, PNG_GREY -> grey(image);
      case PNG_ALPHA -> translucent(image);
      case PNG_PALETTE -> palette(image);
    };
  }

  private static BufferedImage grey(BufferedImage image) {
    BufferedImage grey = blank(image, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int luma = 299 * ((rgb >> 16) & 255) + 587 * ((rgb >> 8) & 255) + 114 * (rgb & 255);
        grey.getRaster().setSample(x, y, 0, (luma + 500) / 1000);
      }
    }
    return grey;
  }

  /** More opaque from left to right; the colours beneath stay as drawn. */
  private static BufferedImage translucent(BufferedImage image) {
    BufferedImage translucent = blank(image, BufferedImage.TYPE_4BYTE_ABGR);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int alpha = 96 + 159 * (x + 1) / image.getWidth();
        translucent.setRGB(x, y, (alpha << 24) | (image.getRGB(x, y) & 0xFFFFFF));
      }
    }
    return translucent;
  }

  /** Six steps of each channel, dithered so that gradients do not break into bands. */
  private static BufferedImage palette(BufferedImage image) {
    byte[][] levels = new byte[3][216];
    for (int i = 0; i < 216; i++) {
      levels[0][i] = (byte) (i / 36 * 51);
      levels[1][i] = (byte) (i / 6 % 6 * 51);
      levels[2][i] = (byte) (i % 6 * 51);
    }
    BufferedImage palette =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 216, levels[0], levels[1], levels[2]));
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int threshold = DITHER[y & 3][x & 3];
        int index =
            36 * step(rgb >> 16, threshold) + 6 * step(rgb >> 8, threshold) + step(rgb, threshold);
        palette.getRaster().setSample(x, y, 0, index);
      }
    }
    return palette;
  }

  /** The step below or above a sample: above from the threshold on, in 16ths of a step. */
  private static int step(int sample, int threshold) {
    return ((sample & 255) * 16 + 51 * threshold + 25) / (51 * 16);
  }

  private static BufferedImage blank(BufferedImage image, int type) {
    return new BufferedImage(image.getWidth(), image.getHeight(), type);
  }
}
