// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Arrays;

/**
 * Where the strips or tiles of a page lie in its file. What unpacking them costs is bounded by the
 * file and its pixels: pieces may not share bytes without end.
 */
final class TiffPieces {
  private static final int MOST_TABLE_BYTES = 64 << 10;

  /** What small files may share, such as the JPEG tables of many small pieces. */
  private static final long SHARED_BYTES = 1 << 20;

  /** Of fax codes: what a row's marks, and the file's, may take beside its pixels. */
  private static final int FAX_ROW_BYTES = 16;

  /**
   * Of fax codes: bytes times columns, as a broken code is looked up along a whole row. Made to harm,
   * they take some 4 s; a page of A4 at 600 dpi may have 1.7 MB of codes, ten times what text has.
   */
  private static final long MOST_FAX_WORK = 1L << 33;

  private TiffPieces() {}

  static Span[] read(
      TiffDirectory directory, TiffFile.Grid grid, int compression, long rawBytes, int fileLength)
      throws UnreadableException {
    int wanted = grid.across() * grid.down() * grid.planes();
    long[] offsets =
        directory.values(grid.tiled() ? TiffFile.TILE_OFFSETS : TiffFile.STRIP_OFFSETS, wanted);
    if (offsets.length < wanted) {
      throw UnreadableException.corrupt(
          "is cut into " + wanted + " pieces and says where " + offsets.length + " are");
    }
    long[] lengths =
        directory.values(grid.tiled() ? TiffFile.TILE_BYTES : TiffFile.STRIP_BYTES, wanted);
    Span[] pieces = spans(offsets, lengths, fileLength);
    long bytes = Arrays.stream(pieces).mapToLong(Span::length).sum();
    if (isFax(compression)) {
      checkFax(grid, pieces, bytes);
    }
    long tables = compression == TiffFile.JPEG ? tableBytes(directory) : 0;
    if (bytes + wanted * tables > 2L * fileLength + rawBytes + SHARED_BYTES) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE,
          "has pieces of "
              + (bytes + wanted * tables)
              + " bytes that share those of a file of "
              + fileLength);
    }
    return pieces;
  }

  static boolean isFax(int compression) {
    return compression >= TiffFile.FIRST_FAX && compression <= TiffFile.LAST_FAX;
  }

  private static Span[] spans(long[] offsets, long[] lengths, int fileLength)
      throws UnreadableException {
    long[] starts = offsets.clone();
    Arrays.sort(starts);
    Span[] pieces = new Span[offsets.length];
    for (int i = 0; i < pieces.length; i++) {
      // Old writers leave lengths out; a piece then ends where the next one begins.
      long length =
          i < lengths.length && lengths[i] != 0
              ? lengths[i]
              : next(starts, offsets[i], fileLength) - offsets[i];
      if (offsets[i] < 0 || length < 0 || offsets[i] > fileLength - length) {
        throw UnreadableException.truncated(
            "ends after " + fileLength + " bytes, before its pixels do");
      }
      pieces[i] = new Span((int) offsets[i], (int) length);
    }
    return pieces;
  }

  /** The first start behind another, or the file's end. */
  private static long next(long[] starts, long start, int fileLength) {
    int at = Arrays.binarySearch(starts, start + 1);
    int next = at < 0 ? -at - 1 : at;
    return next < starts.length ? Math.min(starts[next], fileLength) : fileLength;
  }

  private static long tableBytes(TiffDirectory directory) throws UnreadableException {
    int bytes = directory.bytes(TiffFile.JPEG_TABLES).length();
    if (bytes > MOST_TABLE_BYTES) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE,
          "has JPEG tables of " + bytes + " bytes, more than " + MOST_TABLE_BYTES);
    }
    return bytes;
  }

  private static void checkFax(TiffFile.Grid grid, Span[] pieces, long bytes)
      throws UnreadableException {
    long most = (long) (grid.pieceWidth() + FAX_ROW_BYTES) * grid.pieceHeight() + FAX_ROW_BYTES;
    for (Span piece : pieces) {
      if (piece.length() > most) {
        throw UnreadableException.corrupt(
            "has "
                + piece.length()
                + " bytes of fax codes for "
                + grid.pieceWidth()
                + "x"
                + grid.pieceHeight()
                + " pixels");
      }
    }
    if (bytes * grid.pieceWidth() > MOST_FAX_WORK) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE,
          "has " + bytes + " bytes of fax codes in rows of " + grid.pieceWidth() + " pixels");
    }
  }
}
