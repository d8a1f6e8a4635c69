// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.identity.WebAddress;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * The order of the bytes of paths in UTF-8, which is Spark's: it differs from Java's for characters
 * beyond the first 65,536.
 */
public final class PathOrder {
  public static final Comparator<String> BYTES = PathOrder::compare;

  private PathOrder() {}

  /** A file with its key, which takes some time to make. */
  private record Keyed(String key, PictureFile file) {}

  /** Files in the order of their keys. */
  public static Iterator<PictureFile> byKey(List<PictureFile> files) {
    return files.stream()
        .map(file -> new Keyed(WebAddress.key(file.path()), file))
        .sorted((a, b) -> BYTES.compare(a.key(), b.key()))
        .map(Keyed::file)
        .iterator();
  }

  private static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Halves of such characters come after all others. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
