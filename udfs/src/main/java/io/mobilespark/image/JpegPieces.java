package io.mobilespark.image;

import io.mobilespark.tensorflow.NativeImageDecoder;
import io.mobilespark.tensorflow.PixelBuffer;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * A TIFF page whose strips or tiles are JPEGs: each is completed by the tables that they share, and
 * decoded as a file of its own. Used by one thread.
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
    TiffFile.Grid grid = page.grid();
    if (grid.planes() > 1) {
      throw UnreadableException.unsupported("TIFF with a JPEG for each colour");
    }
    Span tables = page.directory().bytes(TiffFile.JPEG_TABLES);
    into.resize(page.width(), page.height());
    for (int i = 0; i < page.pieces().length; i++) {
      int left = i % grid.across() * grid.pieceWidth();
      int top = i / grid.across() * grid.pieceHeight();
      int columns = Math.min(grid.pieceWidth(), page.width() - left);
      int rows = Math.min(grid.pieceHeight(), page.height() - top);
      decodePiece(completed(file, tables, page.pieces()[i], page), grid, columns, rows);
      for (int y = 0; y < rows; y++) {
        System.arraycopy(
            piece.rgb(),
            3 * y * piece.width(),
            into.rgb(),
            3 * ((top + y) * page.width() + left),
            3 * columns);
      }
    }
  }

  private void decodePiece(byte[] jpeg, TiffFile.Grid grid, int columns, int rows)
      throws UnreadableException {
    // Pieces at the edge may be whole or cut; larger ones are not what the directory says.
    ImageHeader header =
        JpegHeader.read(jpeg, new ImageLimits(grid.pieceWidth() * grid.pieceHeight(), jpeg.length));
    if (header.width() < columns || header.height() < rows) {
      throw UnreadableException.corrupt(
          "has a JPEG of " + header.width() + "x" + header.height() + " pixels as a piece");
    }
    Optional<String> complaint = decoder.decodeJpeg(jpeg, piece);
    if (complaint.isPresent()) {
      throw UnreadableException.corrupt(complaint.get());
    }
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
