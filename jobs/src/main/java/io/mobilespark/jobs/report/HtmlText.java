// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

/** Text as it may stand in HTML, in elements and in quoted attributes. */
final class HtmlText {
  private HtmlText() {}

  /**
   * Text with HTML's own characters escaped. Control characters, which HTML forbids, and halves of
   * surrogate pairs, which UTF-8 cannot write, become U+FFFD.
   */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(point) ? point : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** Escaped text of at most so many characters, its middle left out where it was longer. */
  static String escaped(String text, int mostCharacters) {
    int length = text.codePointCount(0, text.length());
    if (length <= mostCharacters) {
      return escaped(text);
    }
    int head = (mostCharacters - 1) / 2;
    int tail = mostCharacters - 1 - head;
    return escaped(
        text.substring(0, text.offsetByCodePoints(0, head))
            + "…"
            + text.substring(text.offsetByCodePoints(text.length(), -tail)));
  }

  /** Escaped text of an element that may break after a slash or an underscore. */
  static String breakable(String text, int mostCharacters) {
    return escaped(text, mostCharacters).replace("/", "/<wbr>").replace("_", "_<wbr>");
  }

  private static boolean allowed(int point) {
    if (point < 0x20) {
      return point == '\n' || point == '\t';
    }
    boolean control = point >= 0x7F && point <= 0x9F;
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return !control && !surrogate;
  }
}
