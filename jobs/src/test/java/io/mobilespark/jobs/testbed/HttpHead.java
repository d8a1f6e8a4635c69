// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The lines before the body of an HTTP/1.1 message, as they came.
 *
 * @param lines the first one and the headers, without line ends
 */
record HttpHead(List<String> lines) {
  private static final int MAX_BYTES = 64 << 10;

  HttpHead {
    lines = List.copyOf(lines);
  }

  /** Reads one; empty where the connection ended between two messages. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int last4 = 0;
    while (last4 != 0x0d0a0d0a) {
      int next = in.read();
      if (next < 0 && bytes.size() == 0) {
        return Optional.empty();
      }
      if (next < 0 || bytes.size() >= MAX_BYTES) {
        throw new EOFException("No end of the head after " + bytes.size() + " bytes");
      }
      bytes.write(next);
      last4 = last4 << 8 | next;
    }
    return Optional.of(
        new HttpHead(
            bytes
                .toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList()));
  }

  /** GET, PUT and so on; of a response HTTP/1.1. */
  String firstWord() {
    return lines.get(0).substring(0, lines.get(0).indexOf(' '));
  }

  /** A response's code. */
  int status() {
    return Integer.parseInt(lines.get(0).split(" ", 3)[1]);
  }

  /** The value of a header. */
  Optional<String> header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** Without a header. */
  HttpHead without(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return new HttpHead(
        lines.stream().filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(start)).toList());
  }

  /** Whether the body comes in chunks. */
  boolean isChunked() {
    return header("Transfer-Encoding")
        .filter(value -> value.equalsIgnoreCase("chunked"))
        .isPresent();
  }

  /** Bytes of the body where they are given. */
  Optional<Long> length() {
    return header("Content-Length").map(Long::valueOf);
  }

  /** Whether the sender ends the connection after this message. */
  boolean closes() {
    return header("Connection").filter(value -> value.equalsIgnoreCase("close")).isPresent();
  }

  byte[] toBytes() {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
