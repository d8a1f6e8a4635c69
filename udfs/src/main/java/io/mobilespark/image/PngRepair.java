// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A PNG that ends early, made whole: with its end chunk, and with black, as far as pixels are
 * missing. What is there is unpacked and packed again, as libpng takes no less than all of it.
 *
 * @param file a whole PNG
 * @param there bytes of unpacked rows that the cut file has
 * @param wanted bytes of all rows
 */
record PngRepair(byte[] file, int there, int wanted) {
  private static final int HEADER_BYTES = 33;
  private static final long DATA = 0x49444154;
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /**
   * Repairs a PNG whose header was checked.
   *
   * @param mostBytes what its rows may take
   * @throws UnreadableException where there is nothing of its pixels, or too much
   */
  static PngRepair of(byte[] cut, ImageHeader header, long mostBytes) throws UnreadableException {
    long wanted = rowBytes(cut, header);
    if (wanted > mostBytes) {
      throw UnreadableException.truncated("ends early, and its rows take " + wanted + " bytes");
    }
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    split(cut, head, packed);
    byte[] rows = new byte[(int) wanted];
    int there = unpack(packed.toByteArray(), rows);
    if (there == 0) {
      throw UnreadableException.truncated("ends before its pixels begin");
    }
    chunk("IDAT", pack(rows), head);
    chunk("IEND", new byte[0], head);
    return new PngRepair(head.toByteArray(), there, rows.length);
  }

  boolean isWhole() {
    return there == wanted;
  }

  /** Chunks before the pixels, as they are, and the pixels as far as they go. */
  private static void split(byte[] cut, ByteArrayOutputStream head, ByteArrayOutputStream packed)
      throws UnreadableException {
    EncodedBytes in = new EncodedBytes(cut, HEADER_BYTES);
    head.write(cut, 0, HEADER_BYTES);
    while (cut.length - in.position() > 8) {
      int start = in.position();
      long length = in.u32BigEndian();
      boolean data = in.u32BigEndian() == DATA;
      int there = (int) Math.min(length, cut.length - in.position());
      if (data) {
        packed.write(cut, in.position(), there);
      } else if (packed.size() == 0 && there + 4L <= cut.length - in.position()) {
        head.write(cut, start, there + 12);
      }
      in.skip(Math.min(length + 4, cut.length - in.position()));
    }
  }

  private static int unpack(byte[] packed, byte[] rows) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int there = 0;
      while (there < rows.length) {
        int more = inflater.inflate(rows, there, rows.length - there);
        if (more == 0) {
          return there;
        }
        there += more;
      }
      return there;
    } catch (DataFormatException e) {
      // What came out before it is as good as what lies before the cut.
      return (int) Math.min(inflater.getBytesWritten(), rows.length);
    } finally {
      inflater.end();
    }
  }

  private static byte[] pack(byte[] rows) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(String name, byte[] content, ByteArrayOutputStream out) {
    byte[] type = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(type);
    check.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(type);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }

  /** Of all rows, each with the byte that names its filter, of all passes. */
  private static long rowBytes(byte[] file, ImageHeader header) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, HEADER_BYTES - 9);
    int depth = in.u8();
    int colourType = in.u8();
    in.skip(2);
    boolean interlaced = in.u8() == 1;
    long bits = (long) depth * (colourType == 3 ? 1 : header.channels());
    if (!interlaced) {
      return header.height() * (1 + (header.width() * bits + 7) / 8);
    }
    long bytes = 0;
    for (int[] pass : PASSES) {
      long columns = ((long) header.width() - pass[0] + pass[2] - 1) / pass[2];
      long rows = ((long) header.height() - pass[1] + pass[3] - 1) / pass[3];
      bytes += columns > 0 && rows > 0 ? rows * (1 + (columns * bits + 7) / 8) : 0;
    }
    return bytes;
  }
}
