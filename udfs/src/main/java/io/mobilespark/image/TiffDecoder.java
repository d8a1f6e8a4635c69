// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.mobilespark.tensorflow.NativeImageDecoder;
import io.mobilespark.tensorflow.PixelBuffer;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * TIFF to pixels, the first page as Pillow's {@code convert("RGB")} has it: of 16 bits in colour
 * the upper 8 are taken, of 16 bits in grey what is above 255 is white; alpha is dropped, colours
 * that were multiplied by it are divided again; CMYK is converted without a profile.
 *
 * <p>TwelveMonkeys unpacks what is packed. It is given a directory of the tags that unpacking
 * needs, each checked, and so sees no further page, no metadata and no colour profile. JPEG is left
 * to {@link JpegPieces}.
 *
 * <p>Used by one thread.
 */
final class TiffDecoder {
  private static final TIFFImageReaderSpi READERS = new TIFFImageReaderSpi();

  private final JpegPieces jpeg;

  TiffDecoder(NativeImageDecoder jpeg) {
    this.jpeg = new JpegPieces(jpeg);
  }

  /**
   * Decodes a page whose directory was read.
   *
   * @throws UnreadableException when what is packed cannot be unpacked
   */
  void decode(byte[] file, TiffFile page, PixelBuffer into) throws UnreadableException {
    if (page.compression() == TiffFile.JPEG) {
      jpeg.decode(file, page, into);
      return;
    }
    Raster samples = unpack(file, page);
    if (samples.getWidth() != page.width()
        || samples.getHeight() != page.height()
        || samples.getNumBands() != page.samples()) {
      throw UnreadableException.corrupt("TIFF is unpacked to other samples than it declares");
    }
    into.resize(page.width(), page.height());
    TiffColours.of(page).paint(samples, page.whole(), into);
  }

  private static Raster unpack(byte[] file, TiffFile page) throws UnreadableException {
    ImageReader reader = READERS.createReaderInstance(null);
    try (ByteArrayImageInputStream in = new ByteArrayImageInputStream(PlainTiff.of(file, page))) {
      reader.setInput(in);
      // Not readRaster, which copies all samples.
      return reader.read(0, null).getRaster();
    } catch (EOFException e) {
      throw UnreadableException.truncated("ends before its pixels do");
    } catch (IOException | RuntimeException e) {
      // The reader meets broken files with whatever exception the first bad index brings.
      throw UnreadableException.corrupt("TIFF is refused: " + UnreadableException.firstLine(e));
    } finally {
      reader.dispose();
    }
  }
}
