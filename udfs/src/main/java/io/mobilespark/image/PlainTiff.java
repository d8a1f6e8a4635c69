// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file's first page with a directory of its own behind the file's bytes: what unpacking needs,
 * and every sample called grey or a colour, so that whoever reads it converts none.
 */
final class PlainTiff {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_BYTES = 12;
  private static final int OFFSET_BYTES = 4;

  private PlainTiff() {}

  static byte[] of(byte[] file, TiffFile page) throws UnreadableException {
    Map<Integer, long[]> tags = tags(page);
    int start = (file.length + 1) / 2 * 2;
    int valuesAt = start + 2 + tags.size() * ENTRY_BYTES + OFFSET_BYTES;
    long bytes = valuesAt;
    for (Map.Entry<Integer, long[]> tag : tags.entrySet()) {
      bytes += bytesBehind(tag);
    }
    ByteBuffer plain =
        ByteBuffer.wrap(Arrays.copyOf(file, (int) bytes))
            .order(page.directory().bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    plain.putShort(2, (short) 42).putInt(4, start).position(start);
    plain.putShort((short) tags.size());
    for (Map.Entry<Integer, long[]> tag : tags.entrySet()) {
      plain.putShort(tag.getKey().shortValue());
      plain.putShort((short) type(tag.getKey())).putInt(tag.getValue().length);
      int next = plain.position() + OFFSET_BYTES;
      if (bytesBehind(tag) > 0) {
        plain.putInt(valuesAt).position(valuesAt);
        valuesAt += bytesBehind(tag);
      }
      put(tag, plain);
      plain.position(next);
    }
    return plain.array();
  }

  private static Map<Integer, long[]> tags(TiffFile page) throws UnreadableException {
    Map<Integer, long[]> tags = new TreeMap<>();
    TiffDirectory directory = page.directory();
    TiffFile.Grid grid = page.grid();
    boolean grey = page.samples() < 3;
    int colours = grey ? 1 : Math.min(page.samples(), 4);
    tags.put(TiffFile.WIDTH, values(1, page.width()));
    tags.put(TiffFile.HEIGHT, values(1, page.height()));
    tags.put(TiffFile.BITS, values(page.samples(), page.bits()));
    tags.put(TiffFile.COMPRESSION, values(1, page.compression()));
    tags.put(
        TiffFile.PHOTOMETRIC,
        values(1, grey ? TiffFile.BLACK_IS_ZERO : colours == 4 ? TiffFile.CMYK : TiffFile.RGB));
    tags.put(TiffFile.SAMPLES, values(1, page.samples()));
    tags.put(TiffFile.PLANES, values(1, grid.planes() > 1 ? 2 : 1));
    tags.put(TiffFile.EXTRA_SAMPLES, values(page.samples() - colours, 0));
    tags.put(TiffFile.SAMPLE_FORMAT, values(page.samples(), 1));
    for (int tag :
        new int[] {
          TiffFile.FILL_ORDER, TiffFile.T4_OPTIONS, TiffFile.T6_OPTIONS, TiffFile.PREDICTOR
        }) {
      tags.put(tag, directory.values(tag, 1));
    }
    long[] offsets = Arrays.stream(page.pieces()).mapToLong(Span::offset).toArray();
    long[] lengths = Arrays.stream(page.pieces()).mapToLong(Span::length).toArray();
    if (grid.tiled()) {
      tags.put(TiffFile.TILE_WIDTH, values(1, grid.pieceWidth()));
      tags.put(TiffFile.TILE_HEIGHT, values(1, grid.pieceHeight()));
    } else {
      tags.put(TiffFile.ROWS_PER_STRIP, values(1, grid.pieceHeight()));
    }
    tags.put(grid.tiled() ? TiffFile.TILE_OFFSETS : TiffFile.STRIP_OFFSETS, offsets);
    tags.put(grid.tiled() ? TiffFile.TILE_BYTES : TiffFile.STRIP_BYTES, lengths);
    tags.values().removeIf(values -> values.length == 0);
    return tags;
  }

  private static long[] values(int count, long value) {
    long[] values = new long[count];
    Arrays.fill(values, value);
    return values;
  }

  private static void put(Map.Entry<Integer, long[]> tag, ByteBuffer into) {
    for (long value : tag.getValue()) {
      if (type(tag.getKey()) == SHORT) {
        into.putShort((short) value);
      } else {
        into.putInt((int) value);
      }
    }
  }

  private static int type(int tag) {
    return switch (tag) {
      case TiffFile.BITS,
          TiffFile.COMPRESSION,
          TiffFile.PHOTOMETRIC,
          TiffFile.FILL_ORDER,
          TiffFile.SAMPLES,
          TiffFile.PLANES,
          TiffFile.PREDICTOR,
          TiffFile.EXTRA_SAMPLES,
          TiffFile.SAMPLE_FORMAT ->
          SHORT;
      default -> LONG;
    };
  }

  /**
   * What a tag's values take behind the directory: nothing where they fit in the offset's place.
   */
  private static int bytesBehind(Map.Entry<Integer, long[]> tag) {
    int bytes = (type(tag.getKey()) == SHORT ? 2 : 4) * tag.getValue().length;
    return bytes <= OFFSET_BYTES ? 0 : bytes;
  }
}
