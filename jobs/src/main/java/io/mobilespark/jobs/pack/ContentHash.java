// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is in a shard, in 32 bytes: the SHA-256 over, for each picture in order, its name and a zero
 * byte, its label or nothing and a zero byte, its length as eight bytes, the highest first, and its
 * content.
 */
final class ContentHash {
  private final MessageDigest sha256;
  private long pictures;
  private long bytes;

  ContentHash() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void add(String name, byte[] content, Optional<String> label) {
    text(name);
    text(label.orElse(""));
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(content.length).array());
    sha256.update(content);
    pictures++;
    bytes += content.length;
  }

  /** The shard that held what was added; nothing may be added afterwards. */
  PackedShard shard(String file, List<Refusal> refused) {
    return new PackedShard(
        file, pictures, bytes, HexFormat.of().formatHex(sha256.digest()), refused);
  }

  private void text(String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
  }
}
