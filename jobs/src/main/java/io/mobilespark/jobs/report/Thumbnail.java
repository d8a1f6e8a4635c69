// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture made small, as a JPEG in a data URI.
 *
 * @param dataUri for an {@code img} element's source
 * @param width in pixels
 * @param height in pixels
 */
public record Thumbnail(String dataUri, int width, int height) {
  /** The longer side of a thumbnail, in pixels. */
  public static final int SIDE = 160;

  private static final long MOST_PIXELS = 64_000_000;

  /**
   * The thumbnail of an encoded picture; empty where {@code javax.imageio} cannot read it or it has
   * more than 64 megapixels. Transparent pictures lie on white. Never takes memory for more than
   * the subsampled picture.
   */
  public static Optional<Thumbnail> of(byte[] encoded) {
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return subsampled(reader).map(Thumbnail::of);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Readers throw whatever a broken file leads them to; a page can do without its picture.
      return Optional.empty();
    }
  }

  private static Optional<BufferedImage> subsampled(ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MOST_PIXELS) {
      return Optional.empty();
    }
    // At least twice the final size is kept, for the smooth scaling that follows.
    int every = Math.max(1, Math.max(width, height) / (2 * SIDE));
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(every, every, 0, 0);
    return Optional.of(reader.read(0, parameters));
  }

  private static Thumbnail of(BufferedImage image) {
    double scale = Math.min(1, (double) SIDE / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
    graphics.dispose();
    return new Thumbnail(
        "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg(small)), width, height);
  }

  private static byte[] jpeg(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "jpg", stream);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write to memory", e);
    }
    return bytes.toByteArray();
  }
}
