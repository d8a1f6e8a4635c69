// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.zip.ZipEncoding;

/**
 * Names as UTF-8, or as Latin-1 where they are none: a tar does not say, and a name that is read
 * wrong still is one of its own.
 */
final class TarNames implements ZipEncoding {
  static final TarNames ENCODING = new TarNames();

  private TarNames() {}

  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public boolean canEncode(String name) {
    return true;
  }

  @Override
  public String decode(byte[] data) {
    return text(data);
  }

  @Override
  public ByteBuffer encode(String name) {
    return StandardCharsets.UTF_8.encode(name);
  }
}
