// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Arrays;
import java.util.Set;

/**
 * The first page of a TIFF: how its pixels are stored, and where.
 *
 * @param directory what the page says of itself
 * @param width in pixels
 * @param height in pixels
 * @param samples values a pixel, alpha counted
 * @param bits of each of them
 * @param photometric what they mean: {@link #WHITE_IS_ZERO} to {@link #YCBCR}
 * @param compression one of those that are decoded
 * @param grid how the page is cut
 * @param pieces where each strip or tile lies in the file, plane by plane
 */
record TiffFile(
    TiffDirectory directory,
    int width,
    int height,
    int samples,
    int bits,
    int photometric,
    int compression,
    Grid grid,
    Span[] pieces) {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int FILL_ORDER = 266;
  static final int STRIP_OFFSETS = 273;
  static final int SAMPLES = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_BYTES = 279;
  static final int PLANES = 284;
  static final int T4_OPTIONS = 292;
  static final int T6_OPTIONS = 293;
  static final int PREDICTOR = 317;
  static final int COLOUR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTES = 325;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;
  static final int JPEG_TABLES = 347;
  static final int SUBSAMPLING = 530;

  static final int WHITE_IS_ZERO = 0;
  static final int BLACK_IS_ZERO = 1;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int CMYK = 5;
  static final int YCBCR = 6;

  static final int UNCOMPRESSED = 1;
  static final int FIRST_FAX = 2;
  static final int LAST_FAX = 4;
  static final int JPEG = 7;

  /** None, CCITT's three, LZW, JPEG, Deflate by its two numbers, PackBits. */
  private static final Set<Integer> COMPRESSIONS = Set.of(1, 2, 3, 4, 5, 7, 8, 32_773, 32_946);

  private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16, 32);
  private static final int MOST_SAMPLES = 6;
  private static final int SEPARATE_PLANES = 2;
  private static final int MOST_PIECES = 1 << 20;
  private static final int MOST_FAX_COLUMNS = 65_535;

  /** What a decoded pixel may take before it is one of 8-bit RGB. */
  private static final int RAW_BYTES_PER_PIXEL = 4;

  /**
   * How a page is cut into strips or tiles.
   *
   * @param tiled whether it is cut in both directions
   * @param pieceWidth in pixels
   * @param pieceHeight in pixels
   * @param across pieces side by side
   * @param down pieces below one another
   * @param planes 1, or one for each sample
   */
  record Grid(boolean tiled, int pieceWidth, int pieceHeight, int across, int down, int planes) {}

  /**
   * A part of a page, in pixels.
   *
   * @param left of its first column
   * @param top of its first row
   * @param columns 1 or more
   * @param rows 1 or more
   */
  record Part(int left, int top, int columns, int rows) {}

  static TiffFile read(byte[] file, ImageLimits limits) throws UnreadableException {
    TiffDirectory directory = TiffDirectory.read(file, new Span(0, file.length));
    long width = directory.value(WIDTH, 0);
    long height = directory.value(HEIGHT, 0);
    limits.check(width, height);
    int samples = (int) Math.min(directory.value(SAMPLES, 1), Integer.MAX_VALUE);
    int compression = (int) directory.value(COMPRESSION, UNCOMPRESSED);
    int photometric = (int) directory.value(PHOTOMETRIC, samples < 3 ? BLACK_IS_ZERO : RGB);
    int bits = depth(directory, samples);
    checkKind(directory, samples, bits, photometric, compression);
    long rawBytes = width * height * samples * Math.max(bits / 8, 1);
    if (rawBytes > (long) RAW_BYTES_PER_PIXEL * limits.maxPixels()) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE,
          "declares "
              + width
              + "x"
              + height
              + " pixels of "
              + samples * bits
              + " bits, more than "
              + RAW_BYTES_PER_PIXEL
              + " bytes for each of "
              + limits.maxPixels());
    }
    Grid grid = grid(directory, (int) width, (int) height, samples, limits);
    if (TiffPieces.isFax(compression) && grid.pieceWidth > MOST_FAX_COLUMNS) {
      throw UnreadableException.unsupported(
          "TIFF in compression " + compression + " with rows of " + grid.pieceWidth + " pixels");
    }
    return new TiffFile(
        directory,
        (int) width,
        (int) height,
        samples,
        bits,
        photometric,
        compression,
        grid,
        TiffPieces.read(directory, grid, compression, rawBytes, file.length));
  }

  ImageHeader header() {
    int channels = photometric == PALETTE ? 3 : samples;
    return new ImageHeader(
        ImageFormat.TIFF, width, height, channels, ExifOrientation.of(directory));
  }

  /** All of it. */
  Part whole() {
    return new Part(0, 0, width, height);
  }

  /** What a piece shows: those at the edge may reach beyond it. */
  Part part(int piece) {
    int left = piece % grid.across * grid.pieceWidth;
    int top = piece / grid.across % grid.down * grid.pieceHeight;
    return new Part(
        left,
        top,
        Math.min(grid.pieceWidth, width - left),
        Math.min(grid.pieceHeight, height - top));
  }

  private static int depth(TiffDirectory directory, int samples) throws UnreadableException {
    long[] bits = directory.values(BITS, Math.min(samples, MOST_SAMPLES));
    if (bits.length == 0) {
      return 1;
    }
    for (long each : bits) {
      if (each != bits[0]) {
        throw UnreadableException.unsupported(
            "TIFF whose samples differ in bits: " + Arrays.toString(bits));
      }
    }
    return (int) Math.min(bits[0], Integer.MAX_VALUE);
  }

  private static void checkKind(
      TiffDirectory directory, int samples, int bits, int photometric, int compression)
      throws UnreadableException {
    if (!COMPRESSIONS.contains(compression)) {
      throw UnreadableException.unsupported("TIFF in compression " + compression);
    }
    boolean known =
        switch (photometric) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO -> samples <= 2;
          case PALETTE -> samples <= 2 && bits <= 8;
          case RGB -> samples >= 3 && bits >= 8 && bits <= 16;
          case CMYK -> samples >= 4 && bits >= 8 && bits <= 16;
          case YCBCR -> samples == 3 && bits == 8 && (compression == JPEG || isWhole(directory));
          default -> false;
        };
    if (!known || samples < 1 || samples > MOST_SAMPLES || !DEPTHS.contains(bits)) {
      throw UnreadableException.unsupported(
          "TIFF of " + samples + " samples of " + bits + " bits, photometric " + photometric);
    }
    long format = directory.value(SAMPLE_FORMAT, 1);
    if ((format != 1 && samples > 1) || format > 3 || (format == 3 && bits != 32)) {
      throw UnreadableException.unsupported(
          "TIFF of " + samples + " samples of " + bits + " bits in format " + format);
    }
    if (directory.value(PREDICTOR, 1) > 2) {
      throw UnreadableException.unsupported("TIFF with predictor " + directory.value(PREDICTOR, 1));
    }
    if (TiffPieces.isFax(compression) && (bits != 1 || samples != 1)) {
      throw UnreadableException.unsupported(
          "TIFF in compression "
              + compression
              + " of "
              + samples
              + " samples of "
              + bits
              + " bits");
    }
    if (compression == JPEG && (bits != 8 || samples == 2 || samples > 4)) {
      throw UnreadableException.unsupported(
          "TIFF with JPEG of " + samples + " samples of " + bits + " bits");
    }
  }

  /** Whether there are as many values of colour as of brightness. */
  private static boolean isWhole(TiffDirectory directory) throws UnreadableException {
    return Arrays.equals(directory.values(SUBSAMPLING, 2), new long[] {1, 1});
  }

  private static Grid grid(
      TiffDirectory directory, int width, int height, int samples, ImageLimits limits)
      throws UnreadableException {
    long tileWidth = directory.value(TILE_WIDTH, 0);
    boolean tiled = tileWidth != 0;
    long pieceWidth = tiled ? tileWidth : width;
    long rows = directory.value(tiled ? TILE_HEIGHT : ROWS_PER_STRIP, tiled ? 0 : height);
    // 2^32 - 1 rows a strip: all of them.
    long pieceHeight = tiled ? rows : Math.min(rows < 1 ? height : rows, height);
    limits.check(pieceWidth, pieceHeight);
    int planes = samples > 1 && directory.value(PLANES, 1) == SEPARATE_PLANES ? samples : 1;
    long across = (width + pieceWidth - 1) / pieceWidth;
    long down = (height + pieceHeight - 1) / pieceHeight;
    boolean paddedTwice = across * pieceWidth * down * pieceHeight > 2L * limits.maxPixels();
    if (paddedTwice || across * down * planes > MOST_PIECES) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE,
          "is cut into " + across * down + " pieces of " + pieceWidth + "x" + pieceHeight);
    }
    return new Grid(tiled, (int) pieceWidth, (int) pieceHeight, (int) across, (int) down, planes);
  }
}
