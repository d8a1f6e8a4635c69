// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over pairs of a text and a number, in their order. */
final class ListDigest {
  private final MessageDigest digest;

  ListDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  void add(String text, long number) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(12).putInt(bytes.length).putLong(number).flip());
    digest.update(bytes);
  }

  /** 64 hexadecimal digits; the list begins anew. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
