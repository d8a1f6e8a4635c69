// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Header and values of a NumPy file of float32, read as its documentation says. */
@SuppressWarnings("ArrayRecordComponent")
record NpyReading(String header, float[] values) {
  static NpyReading of(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getShort(8);
    String header = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII).strip();
    float[] values = new float[(bytes.capacity() - 10 - length) / Float.BYTES];
    bytes.position(10 + length).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new NpyReading(header, values);
  }
}
