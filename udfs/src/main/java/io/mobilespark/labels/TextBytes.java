// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** Texts of class lists and ground truth as bytes. */
public final class TextBytes {
  private TextBytes() {}

  /**
   * The characters of a text: UTF-16 where a byte order mark says so, as Windows writes it, UTF-8
   * otherwise.
   *
   * @param bytes stays the caller's
   */
  public static Reader reader(InputStream bytes) throws IOException {
    PushbackInputStream in = new PushbackInputStream(bytes, 2);
    byte[] begin = in.readNBytes(2);
    in.unread(begin);
    boolean isUtf16 =
        begin.length == 2
            && ((begin[0] == (byte) 0xfe && begin[1] == (byte) 0xff)
                || (begin[0] == (byte) 0xff && begin[1] == (byte) 0xfe));
    return new InputStreamReader(in, isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }
}
