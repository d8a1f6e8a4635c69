// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a PAX header says of the member after it: lines of {@code LENGTH KEY=VALUE}, the length
 * counting the whole line (POSIX.1-2001, pax, "pax Extended Header").
 *
 * @param path a name that replaces the header's
 * @param linkPath a link's target that replaces the header's
 * @param size that replaces the header's
 * @param sparse whether the content has holes that are not stored
 */
record PaxRecords(
    Optional<String> path, Optional<String> linkPath, OptionalLong size, boolean sparse) {
  static final PaxRecords NONE =
      new PaxRecords(Optional.empty(), Optional.empty(), OptionalLong.empty(), false);

  /**
   * Reads the content of a PAX header.
   *
   * @throws IllegalArgumentException where it breaks the rules
   */
  static PaxRecords of(byte[] content) {
    Map<String, String> records = new HashMap<>();
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      int begin = left.position();
      int length = Integer.parseInt(upTo(left, ' '));
      String key = upTo(left, '=');
      int valueBytes = begin + length - 1 - left.position();
      if (valueBytes < 0 || valueBytes >= left.remaining()) {
        throw new IllegalArgumentException("a line of " + length + " bytes");
      }
      byte[] value = new byte[valueBytes];
      left.get(value);
      if (left.get() != '\n') {
        throw new IllegalArgumentException("a line without end");
      }
      records.put(key, TarNames.text(value));
    }
    String size = records.get("size");
    return new PaxRecords(
        Optional.ofNullable(records.get("path")),
        Optional.ofNullable(records.get("linkpath")),
        size == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size)),
        records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse.")));
  }

  private static String upTo(ByteBuffer bytes, char end) {
    StringBuilder text = new StringBuilder();
    while (bytes.hasRemaining()) {
      char next = (char) (bytes.get() & 0xff);
      if (next == end) {
        return text.toString();
      }
      text.append(next);
    }
    throw new IllegalArgumentException("a line without '" + end + "'");
  }
}
