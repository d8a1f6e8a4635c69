// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names seen, each as the first 64 bits of its SHA-256: 8 to 32 bytes a name however long. Among a
 * million names two that differ are taken for equal with a probability of 3e-8.
 */
final class NameSet {
  private final MessageDigest sha256;
  private long[] table = new long[1024];
  private int size;

  NameSet() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** False when it was there already. */
  boolean add(String name) {
    long print = ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    // Zero marks a free place.
    if (!put(table, print == 0 ? 1 : print)) {
      return false;
    }
    if (++size > table.length / 2) {
      long[] larger = new long[2 * table.length];
      for (long each : table) {
        if (each != 0) {
          put(larger, each);
        }
      }
      table = larger;
    }
    return true;
  }

  int size() {
    return size;
  }

  private static boolean put(long[] table, long print) {
    int at = (int) print & (table.length - 1);
    while (table[at] != 0) {
      if (table[at] == print) {
        return false;
      }
      at = (at + 1) & (table.length - 1);
    }
    table[at] = print;
    return true;
  }
}
