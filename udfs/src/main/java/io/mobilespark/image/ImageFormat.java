// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.HexFormat;
import java.util.List;

/** The formats that are decoded, told by the first bytes and never by the name. */
enum ImageFormat {
  JPEG("\u00ff\u00d8\u00ff"),
  PNG("\u0089PNG\r\n\u001a\n"),
  GIF("GIF8"),
  BMP("BM"),
  WEBP("RIFF????WEBP"),
  TIFF("II*\0", "MM\0*", "II+\0", "MM\0+");

  /** A byte of a signature that may be anything. */
  private static final char ANY = '?';

  private static final int SHOWN_BYTES = 8;

  // Made by List.of.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> signatures;

  /**
   * A format.
   *
   * @param signatures how its files begin, each byte as a character of that number
   */
  ImageFormat(String... signatures) {
    this.signatures = List.of(signatures);
  }

  /**
   * The format of a file, whose bytes are bounded.
   *
   * @throws UnreadableException as {@link #of(byte[])}, and for one of too many bytes
   */
  static ImageFormat of(byte[] file, ImageLimits limits) throws UnreadableException {
    ImageFormat format = of(file);
    if (file.length > limits.maxEncodedBytes()) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE,
          "has " + file.length + " bytes, more than " + limits.maxEncodedBytes());
    }
    return format;
  }

  /**
   * The format of a file.
   *
   * @throws UnreadableException for an empty file, for a file that is no more than the start of a
   *     signature (truncated), and for anything else
   */
  static ImageFormat of(byte[] file) throws UnreadableException {
    if (file.length == 0) {
      throw new UnreadableException(RejectionReason.EMPTY, "the file has no bytes");
    }
    for (ImageFormat format : values()) {
      for (String signature : format.signatures) {
        if (begins(file, signature)) {
          if (file.length < signature.length()) {
            throw UnreadableException.truncated("ends after " + file.length + " bytes");
          }
          return format;
        }
      }
    }
    String what =
        OtherFormat.of(file)
            .map(name -> "is " + name)
            .orElseGet(
                () ->
                    "begins with "
                        + HexFormat.of().formatHex(file, 0, Math.min(file.length, SHOWN_BYTES)));
    throw UnreadableException.unsupported(what + ", neither JPEG, PNG, WebP, TIFF, GIF nor BMP");
  }

  /** Whether a file begins as a signature does, as far as the shorter of them goes. */
  static boolean begins(byte[] file, String signature) {
    int length = Math.min(file.length, signature.length());
    for (int i = 0; i < length; i++) {
      if (signature.charAt(i) != ANY && (file[i] & 0xff) != signature.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
