// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.NativeImageDecoder;
import io.mobilespark.tensorflow.PixelBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TIFF page whose strips or tiles are JPEGs: each is completed by the tables that they share, and
 * decoded as a file of its own, by TensorFlow as JPEG files are. Four samples a pixel, which it has
 * no colours for, are the JDK's. Used by one thread.
 */
final class JpegPieces {
  private static final byte[] START = {(byte) 0xff, (byte) 0xd8};
  private static final int MARKER_BYTES = 2;

  private final NativeImageDecoder decoder;
  private final PixelBuffer piece = new PixelBuffer();

  JpegPieces(NativeImageDecoder decoder) {
    this.decoder = decoder;
  }

  void decode(byte[] file, TiffFile page, PixelBuffer into) throws UnreadableException {
    if (page.grid().planes() > 1) {
      throw UnreadableException.unsupported("TIFF with a JPEG for each colour");
    }
    TiffColours colours = TiffColours.of(page);
    Span tables = page.directory().bytes(TiffFile.JPEG_TABLES);
    into.resize(page.width(), page.height());
    for (int i = 0; i < page.pieces().length; i++) {
      TiffFile.Part part = page.part(i);
      byte[] jpeg = completed(file, tables, page.pieces()[i], page);
      ImageHeader header = check(jpeg, page, part);
      if (page.samples() == 4) {
        colours.paint(samples(jpeg, header), part, into);
      } else {
        copy(jpeg, part, into);
      }
    }
    if (page.photometric() == TiffFile.WHITE_IS_ZERO || page.photometric() == TiffFile.PALETTE) {
      colours.repaint(into);
    }
  }

  /** Pieces at the edge may be whole or cut; larger ones are not what the directory says. */
  private static ImageHeader check(byte[] jpeg, TiffFile page, TiffFile.Part part)
      throws UnreadableException {
    TiffFile.Grid grid = page.grid();
    ImageHeader header =
        JpegHeader.read(jpeg, new ImageLimits(grid.pieceWidth() * grid.pieceHeight(), jpeg.length));
    if (header.width() < part.columns()
        || header.height() < part.rows()
        || header.channels() != page.samples()) {
      throw UnreadableException.corrupt(
          "has a JPEG of "
              + header.width()
              + "x"
              + header.height()
              + " pixels of "
              + header.channels()
              + " samples as a piece");
    }
    return header;
  }

  private void copy(byte[] jpeg, TiffFile.Part part, PixelBuffer into) throws UnreadableException {
    Optional<String> complaint = decoder.decodeJpeg(jpeg, piece);
    if (complaint.isPresent()) {
      throw UnreadableException.corrupt(complaint.get());
    }
    for (int y = 0; y < part.rows(); y++) {
      System.arraycopy(
          piece.rgb(),
          3 * y * piece.width(),
          into.rgb(),
          3 * ((part.top() + y) * into.width() + part.left()),
          3 * part.columns());
    }
  }

  private static Raster samples(byte[] jpeg, ImageHeader header) throws UnreadableException {
    AtomicBoolean cut = new AtomicBoolean();
    Raster samples =
        JdkJpeg.samples(
            jpeg, warning -> cut.compareAndSet(false, warning.contains("remature end")));
    if (cut.get()) {
      throw UnreadableException.corrupt("has a JPEG as a piece that ends early");
    }
    if (samples.getWidth() != header.width()
        || samples.getHeight() != header.height()
        || samples.getNumBands() != header.channels()) {
      throw UnreadableException.corrupt("has a JPEG as a piece that is not as it declares");
    }
    return samples;
  }

  /** The piece behind the shared tables, its colours named as the directory has them. */
  private static byte[] completed(byte[] file, Span tables, Span piece, TiffFile page)
      throws UnreadableException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(piece.length() + tables.length() + 32);
    out.writeBytes(START);
    if (tables.length() > 2 * MARKER_BYTES) {
      out.write(file, tables.offset() + MARKER_BYTES, tables.length() - 2 * MARKER_BYTES);
    }
    // Adobe's marker: its last byte says whether the colours are YCbCr.
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100});
    out.writeBytes(new byte[] {0, 0, 0, 0, (byte) (page.photometric() == TiffFile.YCBCR ? 1 : 0)});
    JpegHeader.copyWithoutComments(file, piece, out);
    return out.toByteArray();
  }
}
