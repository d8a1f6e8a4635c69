// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * NumPy's file for one array, format 1.0: float32 of shape (height, width, 3), little-endian, rows
 * first. Source of the format: the documentation of {@code numpy.lib.format}.
 *
 * @param height rows
 * @param width pixels per row
 * @param values height x width x 3 of them, rows first, channels last; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // written, compared nowhere
record NpyFile(int height, int width, float[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The values begin at a multiple of it. */
  private static final int ALIGNMENT = 64;

  NpyFile {
    if (height < 1 || width < 1 || 3L * height * width != values.length) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d values for %dx%dx3", values.length, height, width));
    }
  }

  /** Writes header and values; leaves the stream open. */
  void writeTo(OutputStream out) throws IOException {
    out.write(header());
    ByteBuffer row = ByteBuffer.allocate(3 * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < height; y++) {
      row.asFloatBuffer().put(values, 3 * width * y, 3 * width);
      out.write(row.array());
    }
  }

  private byte[] header() {
    String shape =
        String.format(
            Locale.ROOT,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, 3), }",
            height,
            width);
    int before = MAGIC.length + Short.BYTES;
    int unpadded = before + shape.length() + 1;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) (length - before))
        .put(shape.getBytes(StandardCharsets.US_ASCII))
        .put(" ".repeat(length - unpadded).getBytes(StandardCharsets.US_ASCII))
        .put((byte) '\n')
        .array();
  }
}
