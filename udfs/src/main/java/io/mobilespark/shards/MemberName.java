// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.identity.FileName;
import io.mobilespark.identity.LeftOut;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A name as a key: relative, without empty parts, {@code .} and {@code ..}.
 *
 * @param text with {@code /} between its parts
 */
record MemberName(String text) {

  /**
   * The key for a name as it stands in a shard. What stands before the first part, such as {@code
   * ./} or {@code /}, is dropped, as tar does when it unpacks.
   *
   * @throws IllegalArgumentException that says why it cannot be a key
   */
  static MemberName of(String name, int maxBytes) {
    if (name.length() > maxBytes || name.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw new IllegalArgumentException("a member's name has more than " + maxBytes + " bytes");
    }
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a member's name holds a zero byte");
    }
    String[] parts =
        Arrays.stream(name.split("/", -1))
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .toArray(String[]::new);
    if (parts.length == 0) {
      throw new IllegalArgumentException("a member has no name");
    }
    if (Arrays.asList(parts).contains("..")) {
      throw new IllegalArgumentException("a member's name leads out of the shard: " + name);
    }
    return new MemberName(String.join("/", parts));
  }

  /**
   * Why it is left out, as in folders; empty where it is taken for a picture.
   *
   * @param allFiles whether side files are taken for pictures
   */
  Optional<LeftOut.Reason> leftOut(boolean allFiles) {
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      if (FileName.isHiddenFolder(text.substring(text.lastIndexOf('/', end - 1) + 1, end))) {
        return Optional.of(LeftOut.Reason.HIDDEN);
      }
    }
    return FileName.leftOut(text.substring(lastPart()))
        .filter(reason -> !allFiles || reason == LeftOut.Reason.HIDDEN);
  }

  /** What stands before the last part's last dot. */
  String stem() {
    int dot = text.lastIndexOf('.');
    return dot < lastPart() ? text : text.substring(0, dot);
  }

  /** What the files of a WebDataset sample share: all up to the last part's first dot. */
  String sample() {
    int dot = text.indexOf('.', lastPart());
    return dot < 0 ? text : text.substring(0, dot);
  }

  /** What stands behind the last dot, in small letters; empty without one. */
  String extension() {
    int dot = text.lastIndexOf('.');
    return dot < lastPart() ? "" : text.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private int lastPart() {
    return text.lastIndexOf('/') + 1;
  }
}
