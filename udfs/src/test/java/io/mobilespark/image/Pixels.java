// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/** Pictures that tests make from formulas, and fingerprints of pixels. */
final class Pixels {
  private Pixels() {}

  /**
   * Waves of different length in each channel plus a hash for texture; the same formula stands in
   * {@code src/test/python/preset_expectations.py}.
   */
  static RgbImage synthetic(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int ramp = (x * (3 + c) + y * (5 - c)) / 4 % 512;
          int wave = ramp < 256 ? ramp : 511 - ramp;
          int noise = (x * 7919 + y * 104729 + c * 1299709) % 65537 * 31 % 101;
          rgb[at++] = (byte) Math.max(0, Math.min(255, wave + noise - 50));
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** The picture in a format that {@code javax.imageio} writes. */
  static byte[] encoded(RgbImage image, String format) {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = image.rgb();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int value = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
      buffered.setRGB(i % image.width(), i / image.width(), value);
    }
    return encoded(buffered, format);
  }

  static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("Nothing here writes this picture as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static String sha256(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
