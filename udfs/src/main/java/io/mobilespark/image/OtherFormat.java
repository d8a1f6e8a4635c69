// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What files are that are not decoded, told by their first bytes: a name helps, bytes do not. */
final class OtherFormat {
  private static final int TEXT_BYTES = 512;

  /**
   * How files of a format begin.
   *
   * @param signature each byte as a character of that number
   */
  private record Signature(String name, String signature) {
    boolean begins(byte[] file) {
      return file.length >= signature.length() && ImageFormat.begins(file, signature);
    }
  }

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature("a video (AVI)", "RIFF????AVI "),
          new Signature("sound (WAVE)", "RIFF????WAVE"),
          new Signature("JPEG 2000", "\0\0\0\fjP  "),
          new Signature("JPEG 2000", "\u00ffO\u00ffQ"),
          new Signature("JPEG XL", "\0\0\0\fJXL "),
          new Signature("JPEG XL", "\u00ff\n"),
          new Signature("Photoshop (PSD)", "8BPS"),
          new Signature("an icon (ICO)", "\0\0\u0001\0"),
          new Signature("PDF", "%PDF"),
          new Signature("ZIP", "PK\u0003\u0004"),
          new Signature("gzip", "\u001f\u008b"),
          new Signature("zstd", "(\u00b5/\u00fd"),
          new Signature("7-Zip", "7z\u00bc\u00af"),
          new Signature("RAR", "Rar!"),
          new Signature("Parquet", "PAR1"),
          new Signature("HDF5", "\u0089HDF"),
          new Signature("a NumPy array", "\u0093NUMPY"),
          new Signature("a video (Matroska or WebM)", "\u001aE\u00df\u00a3"),
          new Signature("a video (Flash)", "FLV\u0001"),
          new Signature("a video (MPEG)", "\0\0\u0001\u00ba"),
          new Signature("a video (MPEG)", "\0\0\u0001\u00b3"),
          new Signature("a video (QuickTime)", "????moov"),
          new Signature("a video (QuickTime)", "????mdat"),
          new Signature("a video (QuickTime)", "????wide"),
          new Signature("a video (Windows Media)", "0&\u00b2u\u008ef\u00cf\u0011"),
          new Signature("a video or sound (Ogg)", "OggS"),
          new Signature("xz", "\u00fd7zXZ\0"),
          new Signature("bzip2", "BZh"));

  private static final List<String> HTML = List.of("<!doctype html", "<html", "<head", "<body");
  private static final Set<String> AVIF = Set.of("avif", "avis");
  private static final Set<String> HEIC =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");

  private static final Set<String> ANY_PICTURE = Set.of("mif1", "msf1");
  private static final int BRAND_BYTES = 32;

  private OtherFormat() {}

  /** What a file is, as it follows "is"; empty where its first bytes do not tell. */
  static Optional<String> of(byte[] file) {
    if (new Signature("", "????ftyp????").begins(file)) {
      String brand = new String(file, 8, 4, StandardCharsets.ISO_8859_1);
      // A brand of any picture may be followed by those that say of which kind.
      boolean avif =
          AVIF.contains(brand)
              || (ANY_PICTURE.contains(brand)
                  && new String(
                          file,
                          8,
                          Math.min(file.length - 8, BRAND_BYTES),
                          StandardCharsets.ISO_8859_1)
                      .contains("avif"));
      return Optional.of(avif ? "AVIF" : HEIC.contains(brand) ? "HEIC" : "a video (MP4)");
    }
    for (Signature signature : SIGNATURES) {
      if (signature.begins(file)) {
        return Optional.of(signature.name());
      }
    }
    return text(file);
  }

  private static boolean isName(char first) {
    return (first >= 'a' && first <= 'z') || first == '?' || first == '!';
  }

  private static Optional<String> text(byte[] file) {
    int length = Math.min(file.length, TEXT_BYTES);
    for (int i = 0; i < length; i++) {
      int each = file[i] & 0xff;
      boolean white = each == '\t' || each == '\n' || each == '\r' || each == '\f';
      if ((each < ' ' && !white) || each == 0x7f) {
        return Optional.empty();
      }
    }
    String begin =
        new String(file, 0, length, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
    if (begin.indexOf('\ufffd') >= 0 && begin.indexOf('\ufffd') < begin.length() - 1) {
      return Optional.empty();
    }
    if (begin.startsWith("\ufeff")) {
      begin = begin.substring(1).strip();
    }
    if (begin.startsWith("<") && HTML.stream().anyMatch(begin::contains)) {
      return Optional.of("HTML");
    }
    if (begin.startsWith("<") && (begin.contains("<svg") || begin.contains("<!doctype svg"))) {
      return Optional.of("SVG");
    }
    boolean element = begin.length() > 1 && begin.charAt(0) == '<' && isName(begin.charAt(1));
    return Optional.of(element ? "XML" : "text");
  }
}
