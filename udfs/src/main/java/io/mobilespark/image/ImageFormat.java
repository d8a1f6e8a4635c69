package io.mobilespark.image;

import java.util.HexFormat;

/** The formats that are decoded, told by the first bytes and never by the name. */
enum ImageFormat {
  JPEG("ffd8ff"),
  PNG("89504e470d0a1a0a"),
  GIF("47494638"),
  BMP("424d");

  private static final int LONGEST_SIGNATURE_BYTES = 8;

  private final String signature;

  ImageFormat(String signature) {
    this.signature = signature;
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
    String start =
        HexFormat.of().formatHex(file, 0, Math.min(file.length, LONGEST_SIGNATURE_BYTES));
    for (ImageFormat format : values()) {
      if (start.startsWith(format.signature)) {
        return format;
      }
    }
    for (ImageFormat format : values()) {
      if (format.signature.startsWith(start)) {
        throw UnreadableException.truncated("ends after " + file.length + " bytes");
      }
    }
    throw UnreadableException.unsupported(
        OtherFormat.of(file)
            .map(what -> "is " + what + ", neither JPEG, PNG, GIF nor BMP")
            .orElse("begins with " + start + ", neither JPEG, PNG, GIF nor BMP"));
  }
}
