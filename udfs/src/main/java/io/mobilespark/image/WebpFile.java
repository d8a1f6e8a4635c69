// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * The container of a WebP (RFC 9649): its canvas, and the first picture that lies on it.
 *
 * @param width of the canvas in pixels
 * @param height of the canvas in pixels
 * @param alpha whether the file declares some
 * @param left where the picture begins on the canvas, in pixels
 * @param top where the picture begins on the canvas, in pixels
 * @param image the chunk with the picture's colours, its head counted
 * @param exif what the file's EXIF chunk holds; empty where it has none
 */
record WebpFile(int width, int height, boolean alpha, int left, int top, Span image, Span exif) {
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int LOSSY = 'V' | 'P' << 8 | '8' << 16 | ' ' << 24;
  private static final int LOSSLESS = 'V' | 'P' << 8 | '8' << 16 | 'L' << 24;
  private static final int EXTENDED = 'V' | 'P' << 8 | '8' << 16 | 'X' << 24;
  private static final int FRAME = 'A' | 'N' << 8 | 'M' << 16 | 'F' << 24;
  private static final int EXIF = 'E' | 'X' << 8 | 'I' << 16 | 'F' << 24;
  private static final int FRAME_HEAD = 16;
  private static final int ANIMATION_FLAG = 0x02;
  private static final int ALPHA_FLAG = 0x10;
  private static final int RGB = 3;
  private static final int RGBA = 4;

  static WebpFile read(byte[] file, ImageLimits limits) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, 4);
    long end = in.u32LittleEndian() + CHUNK_HEAD;
    if (end > file.length) {
      throw UnreadableException.truncated(
          "declares " + end + " bytes and ends after " + file.length);
    }
    Chunk first = Chunk.at(file, FIRST_CHUNK, (int) end);
    if (first.id != EXTENDED) {
      Size size = size(file, first);
      limits.check(size.width, size.height);
      return new WebpFile(size.width, size.height, size.alpha, 0, 0, first.whole(), Span.NONE);
    }
    EncodedBytes head = new EncodedBytes(file, first.content);
    int flags = head.u8();
    head.skip(3);
    int width = head.u24LittleEndian() + 1;
    int height = head.u24LittleEndian() + 1;
    limits.check(width, height);
    WebpFile found =
        (flags & ANIMATION_FLAG) == 0
            ? still(file, first, (int) end, width, height)
            : firstFrame(file, first, (int) end, width, height);
    boolean alpha = (flags & ALPHA_FLAG) != 0;
    return new WebpFile(
        width, height, alpha, found.left, found.top, found.image, exif(file, first, (int) end));
  }

  ImageHeader header(byte[] file) {
    return new ImageHeader(
        ImageFormat.WEBP, width, height, alpha ? RGBA : RGB, ExifOrientation.of(file, exif));
  }

  private static WebpFile still(byte[] file, Chunk first, int end, int width, int height)
      throws UnreadableException {
    Chunk chunk = first;
    while (chunk.id != LOSSY && chunk.id != LOSSLESS) {
      chunk = Chunk.at(file, chunk.next(), end);
    }
    Size size = size(file, chunk);
    if (size.width != width || size.height != height) {
      throw UnreadableException.corrupt(
          "declares " + width + "x" + height + " pixels and has " + size.width + "x" + size.height);
    }
    return new WebpFile(width, height, size.alpha, 0, 0, chunk.whole(), Span.NONE);
  }

  private static WebpFile firstFrame(byte[] file, Chunk first, int end, int width, int height)
      throws UnreadableException {
    Chunk frame = first;
    while (frame.id != FRAME) {
      frame = Chunk.at(file, frame.next(), end);
    }
    EncodedBytes in = new EncodedBytes(file, frame.content);
    int left = 2 * in.u24LittleEndian();
    int top = 2 * in.u24LittleEndian();
    int frameWidth = in.u24LittleEndian() + 1;
    int frameHeight = in.u24LittleEndian() + 1;
    int frameEnd = frame.content + frame.length;
    Chunk chunk = Chunk.at(file, frame.content + FRAME_HEAD, frameEnd);
    while (chunk.id != LOSSY && chunk.id != LOSSLESS) {
      chunk = Chunk.at(file, chunk.next(), frameEnd);
    }
    Size size = size(file, chunk);
    boolean fits = left + frameWidth <= width && top + frameHeight <= height;
    if (!fits || size.width != frameWidth || size.height != frameHeight) {
      throw UnreadableException.corrupt(
          "has a first frame of " + size.width + "x" + size.height + " pixels that does not fit");
    }
    return new WebpFile(width, height, size.alpha, left, top, chunk.whole(), Span.NONE);
  }

  /** Missing and cut chunks behind the picture are as good as none. */
  private static Span exif(byte[] file, Chunk first, int end) {
    try {
      Chunk chunk = first;
      while (chunk.id != EXIF) {
        chunk = Chunk.at(file, chunk.next(), end);
      }
      return new Span(chunk.content, chunk.length);
    } catch (UnreadableException e) {
      return Span.NONE;
    }
  }

  private static Size size(byte[] file, Chunk chunk) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, chunk.content);
    if (chunk.id == LOSSLESS) {
      if (in.u8() != 0x2f) {
        throw UnreadableException.corrupt("has a lossless picture without its signature");
      }
      long bits = in.u32LittleEndian();
      return new Size(
          (int) (bits & 0x3fff) + 1, (int) ((bits >> 14) & 0x3fff) + 1, ((bits >> 28) & 1) == 1);
    }
    if (chunk.id != LOSSY) {
      throw UnreadableException.corrupt("does not begin with a picture");
    }
    in.skip(3);
    if (in.u24LittleEndian() != 0x2a019d) {
      throw UnreadableException.corrupt("has a lossy picture without its start code");
    }
    int width = in.u16LittleEndian() & 0x3fff;
    return new Size(width, in.u16LittleEndian() & 0x3fff, false);
  }

  private record Size(int width, int height, boolean alpha) {}

  /** A chunk that lies in the file with all its bytes. */
  private record Chunk(int id, int content, int length) {
    private static Chunk at(byte[] file, int place, int end) throws UnreadableException {
      EncodedBytes in = new EncodedBytes(file, place);
      int id = in.i32LittleEndian();
      long length = in.u32LittleEndian();
      if (in.position() + length > end) {
        throw UnreadableException.truncated("ends within a chunk of " + length + " bytes");
      }
      return new Chunk(id, in.position(), (int) length);
    }

    private int next() {
      return content + length + (length & 1);
    }

    private Span whole() {
      return new Span(content - CHUNK_HEAD, length + CHUNK_HEAD);
    }
  }
}
