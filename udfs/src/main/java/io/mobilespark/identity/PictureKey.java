package io.mobilespark.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key that joins predictions with ground truth: the picture's file name without folders and
 * without extension, case kept.
 *
 * <ul>
 *   <li>Of {@code shard#member} the member counts. A {@code #} parts them only behind a name that
 *       is a shard's: it ends in {@code .tar}, {@code .tar.gz}, {@code .tgz}, {@code .zip}, {@code
 *       .tfrecord(s)}, {@code .parquet} or {@code -00001-of-00128}. Elsewhere it belongs to the
 *       name.
 *   <li>Folders end with {@code /}.
 *   <li>A text that begins with a scheme of two or more letters ({@code file:/}, {@code s3a://})
 *       and is a legal URI is percent-decoded as UTF-8; {@code +} stays. Hadoop prints paths as
 *       URIs without encoding them: such a text with a space or a lone {@code %} is no legal URI
 *       and is taken as it is, and so is every text without a scheme.
 *   <li>Only extensions of pictures are taken off, in any case: {@code jpeg jpg jpe jfif png bmp
 *       gif webp tif tiff}. So {@code photo.v2} and {@code photo.v2.JPEG} are the same picture.
 * </ul>
 */
public final class PictureKey {
  private static final Pattern SHARD =
      Pattern.compile(
          "(?i)^.*?(\\.tar|\\.tar\\.gz|\\.tgz|\\.zip|\\.tfrecords?|\\.parquet|-\\d{5}-of-\\d{5})#");
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:/");
  private static final Set<String> EXTENSIONS =
      Set.of("jpeg", "jpg", "jpe", "jfif", "png", "bmp", "gif", "webp", "tif", "tiff");

  private PictureKey() {}

  /**
   * The key of a path, URI or {@code shard#member}.
   *
   * @throws IllegalArgumentException when no file name is left, as in {@code "folder/"}
   */
  public static String of(String picture) {
    String member = member(picture);
    String name = decoded(picture, member.substring(member.lastIndexOf('/') + 1));
    int dot = name.lastIndexOf('.');
    String key =
        dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
            ? name.substring(0, dot)
            : name;
    if (key.isEmpty()) {
      throw new IllegalArgumentException("no file name in '" + picture + "'");
    }
    return key;
  }

  /** The name of the folder, within the shard if there is one; empty where the path has none. */
  public static String folder(String picture) {
    String member = member(picture);
    int end = member.lastIndexOf('/');
    return end < 0
        ? ""
        : decoded(picture, member.substring(member.lastIndexOf('/', end - 1) + 1, end));
  }

  private static String member(String picture) {
    if (picture.indexOf('#') < 0) {
      return picture;
    }
    Matcher shard = SHARD.matcher(picture);
    return shard.find() ? picture.substring(shard.end()) : picture;
  }

  private static String decoded(String picture, String part) {
    boolean encoded =
        part.indexOf('%') >= 0 && SCHEME.matcher(picture).find() && isLegalUri(picture);
    return encoded ? URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8) : part;
  }

  private static boolean isLegalUri(String text) {
    try {
      return new URI(text).getScheme() != null;
    } catch (URISyntaxException notEncoded) {
      return false;
    }
  }
}
