// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Writes TIFFs whose pieces lie where a test has them, whatever that makes of the page. */
final class Tiff {
  private static final int HEAD_BYTES = 8;

  private final byte[] data;
  private final Map<Integer, int[]> tags = new TreeMap<>();

  private Tiff(byte[] data) {
    this.data = data;
  }

  /** A page of one strip, which the data are. */
  static Tiff page(int width, int height, int samples, byte[] data) {
    int[] bits = new int[samples];
    Arrays.fill(bits, 8);
    return new Tiff(data)
        .tag(TiffFile.WIDTH, width)
        .tag(TiffFile.HEIGHT, height)
        .tag(TiffFile.BITS, bits)
        .tag(TiffFile.SAMPLES, samples)
        .tag(TiffFile.PHOTOMETRIC, samples < 3 ? 1 : samples == 3 ? 2 : 5)
        .tag(TiffFile.ROWS_PER_STRIP, height)
        .tag(TiffFile.STRIP_OFFSETS, HEAD_BYTES)
        .tag(TiffFile.STRIP_BYTES, data.length);
  }

  /** Sets a tag's values, replacing those that it has; without values, it goes. */
  Tiff tag(int tag, int... values) {
    if (values.length == 0) {
      tags.remove(tag);
    } else {
      tags.put(tag, values);
    }
    return this;
  }

  /** So many strips of so many rows that are all the same bytes. */
  Tiff sharedStrips(int count, int rows) {
    int[] offsets = new int[count];
    int[] lengths = new int[count];
    Arrays.fill(offsets, HEAD_BYTES);
    Arrays.fill(lengths, data.length);
    return tag(TiffFile.ROWS_PER_STRIP, rows)
        .tag(TiffFile.STRIP_OFFSETS, offsets)
        .tag(TiffFile.STRIP_BYTES, lengths);
  }

  byte[] bytes() {
    int directory = HEAD_BYTES + data.length;
    int behind = directory + 2 + 12 * tags.size() + 4;
    int bytes = behind + tags.values().stream().mapToInt(values -> 4 * values.length).sum();
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {'I', 'I', 42, 0}).putInt(directory).put(data);
    out.putShort((short) tags.size());
    for (Map.Entry<Integer, int[]> tag : tags.entrySet()) {
      int[] values = tag.getValue();
      boolean table = tag.getKey() == TiffFile.JPEG_TABLES;
      out.putShort(tag.getKey().shortValue()).putShort((short) (table ? 7 : 4));
      out.putInt(values.length);
      if (values.length == 1 && !table) {
        out.putInt(values[0]);
        continue;
      }
      out.putInt(behind);
      int next = out.position();
      out.position(behind);
      for (int value : values) {
        if (table) {
          out.put((byte) value);
        } else {
          out.putInt(value);
        }
      }
      behind = out.position();
      out.position(next);
    }
    return out.array();
  }
}
