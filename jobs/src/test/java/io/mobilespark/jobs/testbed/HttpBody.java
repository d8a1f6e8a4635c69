// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes bodies of HTTP messages on as they are framed. */
final class HttpBody {
  private HttpBody() {}

  /** Copies exactly so many bytes. */
  static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (long left = length; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException(left + " of " + length + " bytes did not come");
      }
      out.write(buffer, 0, n);
      left -= n;
    }
  }

  /** Copies chunks with their sizes, the last one and the trailers included. */
  static void copyChunks(InputStream in, OutputStream out) throws IOException {
    long size;
    do {
      String line = copyLine(in, out);
      size = Long.parseLong(line.split(";", 2)[0].strip(), 16);
      if (size > 0) {
        copy(in, out, size);
        copyLine(in, out);
      }
    } while (size > 0);
    while (!copyLine(in, out).isEmpty()) {
      // A trailer.
    }
  }

  private static String copyLine(InputStream in, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("A chunk's size ended with the connection");
      }
      line.append((char) next);
      next = in.read();
    }
    String text = line.toString().stripTrailing();
    out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return text;
  }
}
