package io.mobilespark.shards;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

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
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a member's name holds control characters");
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

  /** Whether folders are listed without it: desktops leave such files in tars. */
  boolean isHidden() {
    return text.startsWith(".") || text.contains("/.");
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
